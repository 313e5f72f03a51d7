/** Reads what mongodump wrote to a directory, plain or with `--gzip`. */
@NullMarked
package dev.millrace.source.dump;

import org.jspecify.annotations.NullMarked;
