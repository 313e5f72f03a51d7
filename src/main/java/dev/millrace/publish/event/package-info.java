/** What messages look like: one encoder a format. */
@NullMarked
package dev.millrace.publish.event;

import org.jspecify.annotations.NullMarked;
