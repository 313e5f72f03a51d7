/** BSON dumps in mongodump's layout. */
@NullMarked
package dev.millrace.sink.object.bson;

import org.jspecify.annotations.NullMarked;
