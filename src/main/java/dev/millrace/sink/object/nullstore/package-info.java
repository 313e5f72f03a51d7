/** Objects that go nowhere, for measuring the rest. */
@NullMarked
package dev.millrace.sink.object.nullstore;

import org.jspecify.annotations.NullMarked;
