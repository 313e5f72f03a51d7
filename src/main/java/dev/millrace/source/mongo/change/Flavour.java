package dev.millrace.source.mongo.change;

/** Whose change streams they are. */
public enum Flavour {
    MONGODB,
    /** Azure Cosmos DB for MongoDB (RU): a change feed of inserts and updates only, of one collection. */
    COSMOS
}
