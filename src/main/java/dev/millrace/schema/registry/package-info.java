/** JSON Schemas by document type and version. */
@NullMarked
package dev.millrace.schema.registry;

import org.jspecify.annotations.NullMarked;
