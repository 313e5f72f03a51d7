/** Writes chunks as objects of a store, and lists what counts: the sink, its store and format ports. */
@NullMarked
package dev.millrace.sink.object;

import org.jspecify.annotations.NullMarked;
