/** What becomes of documents between source and publisher: transforms, versions, validation. */
@NullMarked
package dev.millrace.transform;

import org.jspecify.annotations.NullMarked;
