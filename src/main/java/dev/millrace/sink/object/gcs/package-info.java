/** Objects in Google Cloud Storage. */
@NullMarked
package dev.millrace.sink.object.gcs;

import org.jspecify.annotations.NullMarked;
