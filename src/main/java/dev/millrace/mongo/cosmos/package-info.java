/** Azure Cosmos DB for MongoDB as far as it is not MongoDB: its addresses, its request units, its throttling. */
@NullMarked
package dev.millrace.mongo.cosmos;

import org.jspecify.annotations.NullMarked;
