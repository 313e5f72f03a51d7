package dev.millrace.config;

import java.util.List;

/** Settings of the MongoDB that is read. */
public final class MongoSettings {

    public static final Setting<String> URI = Setting.text(
                    "mongodb.uri",
                    "Source: mongodb://, mongodb+srv://, dump:DIR or generated:NAME; env:NAME and @FILE work.")
            .option("--from")
            .alias("MONGO_URI")
            .alias("COSMOS_DB_CONNECTION_STRING")
            .asSecret();
    public static final Setting<String> USERNAME =
            Setting.text("mongodb.username", "User, where the URI names none.").alias("MONGO_USERNAME");
    public static final Setting<String> PASSWORD = Setting.text("mongodb.password", "Password of that user.")
            .alias("MONGO_PASSWORD")
            .asSecret();
    public static final Setting<String> AUTH_SOURCE = Setting.text(
                    "mongodb.auth-source", "Database that knows that user.")
            .alias("MONGO_AUTH_SOURCE")
            .byDefault("admin");
    public static final Setting<String> DATABASE = Setting.text(
                    "mongodb.database", "Database to read where no --namespace is given.")
            .alias("MONGO_DB")
            .alias("COSMOS_DB_NAME");
    public static final Setting<String> COLLECTION = Setting.text(
                    "mongodb.collection", "Collection to read where no --namespace is given.")
            .alias("MONGO_COLLECTION")
            .alias("COSMOS_DB_COLLECTION");
    public static final Setting<String> READ_PREFERENCE = Setting.text(
                    "mongodb.read-preference",
                    "Which members are read: primary, secondary, nearest and so on, where the URI names none.")
            .option("--read-preference");
    public static final Setting<String> READ_CONCERN = Setting.text(
                    "mongodb.read-concern",
                    "Read concern: majority, local, available, snapshot, where the URI names none.")
            .option("--read-concern");

    private MongoSettings() {}

    static List<Setting<?>> all() {
        return List.of(URI, USERNAME, PASSWORD, AUTH_SOURCE, DATABASE, COLLECTION, READ_PREFERENCE, READ_CONCERN);
    }
}
