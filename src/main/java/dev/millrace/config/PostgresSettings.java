package dev.millrace.config;

import java.util.List;

/** Settings of `migrate`: where to, and for PostgreSQL what the tables look like and how they are loaded. */
public final class PostgresSettings {

    /** What happens where a table is there already and has rows. */
    public enum IfExists {
        FAIL,
        APPEND,
        TRUNCATE,
        MERGE
    }

    /** How documents and arrays stand in tables. */
    public enum Nested {
        JSONB,
        FLATTEN,
        TABLES
    }

    /** How an ObjectId stands in a column: 24 hex digits, or 12 bytes. */
    public enum ObjectIdForm {
        TEXT,
        BYTEA
    }

    /** What becomes of the character NUL, which PostgreSQL cannot store. */
    public enum Nul {
        REJECT,
        REMOVE,
        REPLACE
    }

    public static final Setting<String> TO = Setting.text(
                    "migrate.to",
                    "Target: postgresql://user@host:5432/database with the parameters of a libpq URI, or mongodb://.")
            .option("--to")
            .alias("POSTGRES_URL")
            .alias("MONGODB_ATLAS_CONNECTION_STRING")
            .asSecret();
    public static final Setting<IfExists> IF_EXISTS = Setting.choice(
                    "migrate.if-exists",
                    IfExists.class,
                    "Where a table is there and has rows: fail, append, truncate, or merge by primary key.")
            .option("--if-exists")
            .byDefault("fail");
    public static final Setting<String> SCHEMA_NAME = Setting.text(
                    "migrate.schema-name", "Schema of the tables; it is made when it is missing.")
            .option("--schema-name")
            .byDefault("public");
    public static final Setting<String> TABLE = Setting.text(
                    "migrate.table",
                    "Name of the table, for one collection; without it the collection's name, made safe.")
            .option("--table");
    public static final Setting<String> COLUMNS = Setting.text(
                    "migrate.columns",
                    "Mapping file in YAML: path, column, type, default and on-mismatch of each column.")
            .option("--columns");
    public static final Setting<Nested> NESTED = Setting.choice(
                    "migrate.nested",
                    Nested.class,
                    "Documents and arrays as jsonb, documents as columns (flatten), or arrays of documents as tables too.")
            .option("--nested")
            .byDefault("jsonb");
    public static final Setting<ExportSettings.JsonMode> JSON_MODE = Setting.choice(
                    "migrate.json-mode",
                    ExportSettings.JsonMode.class,
                    "Extended JSON of jsonb columns: relaxed, or canonical, which keeps every number's type.")
            .option("--json-mode")
            .byDefault("relaxed");
    public static final Setting<ObjectIdForm> OBJECT_ID = Setting.choice(
                    "migrate.object-id", ObjectIdForm.class, "ObjectIds as text of 24 hex digits, or as bytea.")
            .option("--object-id")
            .byDefault("text");
    public static final Setting<Nul> NUL = Setting.choice(
                    "migrate.nul",
                    Nul.class,
                    "The character NUL, which PostgreSQL cannot store: reject the document, remove it, or replace it by U+FFFD.")
            .option("--nul")
            .byDefault("reject");
    public static final Setting<Boolean> UNLOGGED = Setting.flag(
                    "migrate.unlogged", "Makes tables that are lost when the server crashes, and are faster to load.")
            .option("--unlogged")
            .byDefault("false");
    public static final Setting<Boolean> NO_INDEXES = Setting.flag(
                    "migrate.no-indexes", "Leaves MongoDB's indexes out; the primary key is built all the same.")
            .option("--no-indexes")
            .byDefault("false");
    public static final Setting<Integer> BATCH_SIZE = Setting.count(
                    "migrate.batch-size", "Documents of one COPY or bulk write at most; a chunk has many.")
            .option("--batch-size")
            .alias("ITEMS_PER_PAGE")
            .alias("MIGRATION_BATCH_SIZE")
            .byDefault("50000");
    public static final Setting<Integer> WORKERS_PER_CORE = Setting.count(
                    "migrate.workers-per-core",
                    "Connections that COPY at once for each core, where --workers is not given.")
            .alias("CLUSTER_SIZE_MULTIPLIER")
            .byDefault("2");
    public static final Setting<Integer> LOCK_TIMEOUT = Setting.count(
                    "migrate.lock-timeout", "Seconds to wait for a lock on a table before the chunk is tried again.")
            .option("--lock-timeout")
            .byDefault("30");
    public static final Setting<Integer> STATEMENT_TIMEOUT = Setting.count(
                    "migrate.statement-timeout", "Seconds that one statement may take; without it as long as it needs.")
            .option("--statement-timeout");
    public static final Setting<Integer> SOCKET_TIMEOUT = Setting.count(
                    "migrate.socket-timeout", "Seconds without an answer after which a COPY connection counts as lost.")
            .option("--socket-timeout")
            .byDefault("300");

    private PostgresSettings() {}

    static List<Setting<?>> all() {
        return List.of(
                TO,
                IF_EXISTS,
                SCHEMA_NAME,
                TABLE,
                COLUMNS,
                NESTED,
                JSON_MODE,
                OBJECT_ID,
                NUL,
                UNLOGGED,
                NO_INDEXES,
                BATCH_SIZE,
                WORKERS_PER_CORE,
                LOCK_TIMEOUT,
                STATEMENT_TIMEOUT,
                SOCKET_TIMEOUT);
    }
}
