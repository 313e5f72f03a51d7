/** Makes documents up: the same ones for the same name, count and seed, without any server. */
@NullMarked
package dev.millrace.source.generated;

import org.jspecify.annotations.NullMarked;
