/** Documents as they are into MongoDB and what speaks its protocol: raw BSON, unordered bulk writes. */
@NullMarked
package dev.millrace.sink.mongo;

import org.jspecify.annotations.NullMarked;
