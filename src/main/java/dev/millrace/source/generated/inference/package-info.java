/** Infers the definition of a data set from a sample of real documents, without taking over what they hold. */
@NullMarked
package dev.millrace.source.generated.inference;

import org.jspecify.annotations.NullMarked;
