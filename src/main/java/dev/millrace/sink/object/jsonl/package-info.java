/** JSON Lines. */
@NullMarked
package dev.millrace.sink.object.jsonl;

import org.jspecify.annotations.NullMarked;
