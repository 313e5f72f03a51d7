/** Messages into Google Cloud Pub/Sub, and what has to be there for them. */
@NullMarked
package dev.millrace.publish.pubsub;

import org.jspecify.annotations.NullMarked;
