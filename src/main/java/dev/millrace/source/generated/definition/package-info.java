/** Data sets described in YAML, compiled into a tree of values that write themselves as BSON. */
@NullMarked
package dev.millrace.source.generated.definition;

import org.jspecify.annotations.NullMarked;
