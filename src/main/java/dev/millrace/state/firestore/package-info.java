/** Streams' places, and the events they have published, in Google Cloud Firestore. */
@NullMarked
package dev.millrace.state.firestore;

import org.jspecify.annotations.NullMarked;
