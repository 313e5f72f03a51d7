/** Connections to MongoDB and to what speaks its protocol, and what their errors mean. */
@NullMarked
package dev.millrace.mongo;

import org.jspecify.annotations.NullMarked;
