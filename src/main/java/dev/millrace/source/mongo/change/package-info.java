/** Change streams of MongoDB, and of Azure Cosmos DB as far as it has them. */
@NullMarked
package dev.millrace.source.mongo.change;

import org.jspecify.annotations.NullMarked;
