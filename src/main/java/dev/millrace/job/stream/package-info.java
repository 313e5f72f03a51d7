/** Composes streams: from the configuration to change pipelines that run side by side. */
@NullMarked
package dev.millrace.job.stream;

import org.jspecify.annotations.NullMarked;
