/** Reads MongoDB collections completely, in chunks of `_id`, and everything else in one natural-order chunk. */
@NullMarked
package dev.millrace.source.mongo;

import org.jspecify.annotations.NullMarked;
