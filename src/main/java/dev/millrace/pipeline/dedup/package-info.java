/** Keeps events from being published twice, as far as is remembered what was published. */
@NullMarked
package dev.millrace.pipeline.dedup;

import org.jspecify.annotations.NullMarked;
