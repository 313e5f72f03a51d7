/** Shows the streams of this process to Kubernetes and to people: health, readiness, a page. */
@NullMarked
package dev.millrace.job.stream.watch;

import org.jspecify.annotations.NullMarked;
