/** From one version of a document to another. */
@NullMarked
package dev.millrace.schema.migration;

import org.jspecify.annotations.NullMarked;
