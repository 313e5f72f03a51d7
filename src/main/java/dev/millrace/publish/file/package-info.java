/** Messages as lines of JSON, for trying things out: in a file for each day, or on standard output. */
@NullMarked
package dev.millrace.publish.file;

import org.jspecify.annotations.NullMarked;
