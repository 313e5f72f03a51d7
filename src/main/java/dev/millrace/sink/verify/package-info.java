/** What comparisons with any kind of target have in common: which differences people are told of, and in which words. */
@NullMarked
package dev.millrace.sink.verify;

import org.jspecify.annotations.NullMarked;
