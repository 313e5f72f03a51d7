package dev.millrace.mongo.cosmos;

/** The two services of that name, which have little in common. */
public enum CosmosKind {
    /** Charged by request units: a service of its own that speaks MongoDB's protocol. */
    RU("Azure Cosmos DB for MongoDB (RU)"),
    /** Charged by cores: behaves like MongoDB. */
    VCORE("Azure Cosmos DB for MongoDB (vCore)");

    private final String title;

    CosmosKind(String title) {
        this.title = title;
    }

    /** As Microsoft calls it. */
    public String title() {
        return title;
    }
}
