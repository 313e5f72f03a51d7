/** Objects as files of a directory. */
@NullMarked
package dev.millrace.sink.object.file;

import org.jspecify.annotations.NullMarked;
