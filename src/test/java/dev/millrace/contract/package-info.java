/** What every adapter of a port has to do: one abstract suite a port, run by a test class of each adapter. */
@NullMarked
package dev.millrace.contract;

import org.jspecify.annotations.NullMarked;
