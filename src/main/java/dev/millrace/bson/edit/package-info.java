/** Documents open for change: what nobody looks at stays the bytes that it was. */
@NullMarked
package dev.millrace.bson.edit;

import org.jspecify.annotations.NullMarked;
