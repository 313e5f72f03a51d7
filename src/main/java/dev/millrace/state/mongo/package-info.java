/** Streams' places in a collection of a MongoDB. */
@NullMarked
package dev.millrace.state.mongo;

import org.jspecify.annotations.NullMarked;
