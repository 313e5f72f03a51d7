/** The part of `config.yaml` that describes streams: a tree, where every other setting is a single value. */
@NullMarked
package dev.millrace.config.stream;

import org.jspecify.annotations.NullMarked;
