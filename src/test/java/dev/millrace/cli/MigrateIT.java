package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.PostgresServer;
import dev.millrace.doubles.mongo.MongoDouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.ByteBuf;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** `migrate` as its users meet it, against a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrateIT {

    private static final String DATABASE = "migrate_it";

    private final PostgresServer postgres = PostgresServer.shared();
    private final MongoDouble mongo = new MongoDouble().start();
    private String target = "";

    @TempDir
    Path directory;

    @BeforeEach
    void emptyDatabase() {
        target = postgres.database(DATABASE);
    }

    @AfterEach
    void mend() {
        mongo.faults().clear();
    }

    @AfterAll
    void stop() {
        mongo.close();
    }

    @Test
    void usersBecomeATableWithTheirFieldsAsColumns() {
        Millrace.Result result = migrate("generated:users?count=5000", "-n", "app.users", "--chunk-size", "1000");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).contains("is done", "5,000 documents", "5 of 5");
        assertThat(columns("users"))
                .containsExactly("_id text", "username text", "email text", "age integer", "_rest jsonb");
        assertThat(postgres.rows(
                        DATABASE,
                        "SELECT count(*), count(DISTINCT _id), count(username), count(_rest), min(length(_id)),"
                                + " bool_and(age BETWEEN 18 AND 90) FROM users"))
                .containsExactly("5000|5000|5000|0|24|t");
        assertThat(postgres.rows(
                        DATABASE,
                        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid ="
                                + " 'users'::regclass ORDER BY indisprimary DESC"))
                .hasSize(2)
                .allMatch(index -> index.startsWith("CREATE UNIQUE INDEX"));
    }

    @Test
    void usersThatWereSeededIntoAMongoDbAreMigrated() {
        Millrace.Result seeded =
                Millrace.in(directory).run("seed", "users", "--to", mongo.uri(), "-n", "app.users", "--count", "2k");
        assertThat(seeded.exitCode()).as(seeded.toString()).isZero();

        Millrace.Result result = migrate(mongo.uri(), "--namespace", "app.users", "--chunk-size", "500");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(postgres.rows(DATABASE, "SELECT count(*), count(username), count(email), count(age) FROM users"))
                .containsExactly("2000|2000|2000|2000");
    }

    @Test
    void readsTheTargetFromTheEnvironmentAsTheOlderToolDid() {
        Millrace.Result result = Millrace.in(directory)
                .withVariable("POSTGRES_URL", target)
                .withVariable("MONGO_URI", "generated:users?count=100")
                .withVariable("ITEMS_PER_PAGE", "10")
                .withVariable("CLUSTER_SIZE_MULTIPLIER", "1")
                .run("migrate", "-n", "app.users");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(postgres.number(DATABASE, "SELECT count(*) FROM users")).isEqualTo(100);
    }

    @Test
    void dryRunPrintsTheDdlAndWritesNothing() {
        Millrace.Result result = migrate("generated:service-orders?count=1000", "--nested", "tables", "--dry-run");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).contains("CREATE TABLE", "\"service_orders\"", "PRIMARY KEY", "FOREIGN KEY");
        assertThat(postgres.rows(DATABASE, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .isEmpty();
    }

    @Test
    void aFinishedRunStartedAgainSaysSo() {
        assertThat(migrate("generated:users?count=100").exitCode()).isZero();

        Millrace.Result again = migrate("generated:users?count=100");

        assertThat(again.exitCode()).as(again.toString()).isZero();
        assertThat(again.out()).contains("was done already");
        assertThat(postgres.number(DATABASE, "SELECT count(*) FROM users")).isEqualTo(100);
    }

    @Test
    void refusesATableThatHasRows() {
        postgres.execute(DATABASE, "CREATE TABLE users (_id text PRIMARY KEY); INSERT INTO users VALUES ('mine')");

        Millrace.Result result = migrate("generated:users?count=100");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.err()).contains("users", "--if-exists");
        assertThat(postgres.rows(DATABASE, "SELECT * FROM users")).containsExactly("mine");
    }

    @ParameterizedTest
    @CsvSource({"append, 150", "truncate, 100", "merge, 100"})
    void loadsIntoATableThatHasRowsAsItIsTold(String policy, long rows) {
        assertThat(migrate("generated:users?count=100").exitCode()).isZero();
        postgres.execute(DATABASE, "UPDATE users SET age = -1");
        if (policy.equals("append")) {
            postgres.execute(DATABASE, "DELETE FROM users WHERE ctid IN (SELECT ctid FROM users LIMIT 50)");
            postgres.execute(DATABASE, "UPDATE users SET _id = 'old ' || _id, username = 'old ' || username");
            postgres.execute(
                    DATABASE,
                    "INSERT INTO users (_id, username) SELECT 'x' || g, 'x' || g FROM" + " generate_series(1, 0) g");
        }

        Millrace.Result result = migrate("generated:users?count=100", "--if-exists", policy, "--run-id", "second");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(postgres.number(DATABASE, "SELECT count(*) FROM users")).isEqualTo(rows);
        assertThat(postgres.number(DATABASE, "SELECT count(*) FROM users WHERE age >= 18"))
                .isEqualTo(100);
    }

    @Test
    void aValueThatPostgresCannotStoreIsRejectedWithItsReasonAndTheRestIsWritten() {
        mongo.load(
                "shop.notes",
                bytes(List.of(
                        BsonDocument.parse("{_id: 1, text: \"good\"}"),
                        BsonDocument.parse("{_id: 2, text: \"a\\u0000b\"}"),
                        BsonDocument.parse("{_id: 3, text: \"good too\"}"))));

        Millrace.Result result = migrate(mongo.uri(), "-n", "shop.notes");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(4);
        assertThat(postgres.rows(DATABASE, "SELECT _id FROM notes ORDER BY 1")).containsExactly("1", "3");
        assertThat(Millrace.files(directory.resolve("rejects")).values())
                .singleElement()
                .extracting(String::new)
                .asString()
                .contains("\"_id\": {\"$numberInt\": \"2\"}", "NUL");
        assertThat(migrate(mongo.uri(), "-n", "shop.notes", "--nul", "replace", "--if-exists", "truncate")
                        .exitCode())
                .isZero();
        assertThat(postgres.rows(DATABASE, "SELECT text FROM notes WHERE _id = 2"))
                .containsExactly("a\uFFFDb");
    }

    @Test
    void keepsEveryTypeOfIdInOneTable() {
        List<BsonDocument> documents = HardDocuments.ids();
        mongo.load("shop.mixed", bytes(documents));

        Millrace.Result result = migrate(mongo.uri(), "-n", "shop.mixed", "--chunk-size", "3");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(postgres.number(DATABASE, "SELECT count(DISTINCT _id) FROM mixed"))
                .isEqualTo(documents.size());
    }

    @Test
    void arraysOfDocumentsBecomeTablesThatCanBeJoined() {
        Millrace.Result result = migrate("generated:service-orders?count=500", "--nested", "tables");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(postgres.number(DATABASE, "SELECT count(*) FROM service_orders"))
                .isEqualTo(500);
        assertThat(postgres.rows(DATABASE, "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://nobody:wrong@127.0.0.1:PORT/migrate_it   | 3 | nobody          | pg_hba.conf",
                "postgresql://postgres@127.0.0.1:PORT/nowhere          | 3 | nowhere         | ",
                "postgresql://postgres@127.0.0.1:1/migrate_it          | 3 | 127.0.0.1:1     | ",
                "postgresql://postgres@nowhere.invalid/migrate_it      | 3 | nowhere.invalid | ",
                "postgresql://postgres@127.0.0.1:PORT/migrate_it?bad=1 | 2 | bad             | ",
                "mysql://root@127.0.0.1/x                              | 2 | --to            | postgresql://"
            })
    void saysWhatIsWrongWithTheTargetAndWhatToDo(String uri, int exitCode, String problem, String hint) {
        postgres.execute("DROP ROLE IF EXISTS nobody");
        String to = uri.replace("PORT", Integer.toString(postgres.port()));

        Millrace.Result result =
                Millrace.in(directory).run("migrate", "--from", "generated:users?count=10", "--to", to);

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
        assertThat(result.err()).contains("error:", problem, "hint:").doesNotContain("wrong@", "Exception");
        if (hint != null) {
            assertThat(result.err()).contains(hint);
        }
    }

    @Test
    void writesTheColumnsOfAMappingFile() throws IOException {
        Files.writeString(directory.resolve("columns.yaml"), """
                columns:
                  - {path: username, column: login}
                  - {path: age, type: int64, default: 0, on-mismatch: default}
                """);

        Millrace.Result result = migrate("generated:users?count=100", "-n", "app.users", "--columns", "columns.yaml");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(columns("users")).containsExactly("_id text", "login text", "age bigint", "_rest jsonb");
        assertThat(postgres.number(DATABASE, "SELECT count(*) FROM users WHERE _rest ? 'email' AND age > 0"))
                .isEqualTo(100);
        Millrace.Result verified = Millrace.in(directory)
                .run("verify", "--from", "generated:users?count=100", "-n", "app.users", "--to", target);
        assertThat(verified.exitCode()).as(verified.toString()).isZero();
        Files.writeString(directory.resolve("columns.yaml"), "columns: [{path: username, colunm: login}]");
        Millrace.Result misspelt = migrate("generated:users?count=100", "--columns", "columns.yaml");
        assertThat(misspelt.exitCode()).as(misspelt.toString()).isEqualTo(2);
        assertThat(misspelt.err()).contains("columns.yaml", "colunm");
    }

    @Test
    void doctorLooksAtThePostgresToo() {
        Millrace.Result result =
                Millrace.in(directory).run("doctor", "--from", "generated:users?count=10", "--to", target);

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).contains("✔ target", "PostgreSQL 18");
    }

    private Millrace.Result migrate(String from, String... more) {
        return Millrace.in(directory)
                .run(Arguments.of("migrate", "--from", from, "--to", target)
                        .and(more)
                        .all());
    }

    private static List<byte[]> bytes(List<BsonDocument> documents) {
        return documents.stream()
                .map(document -> {
                    ByteBuf buffer = new RawBsonDocument(document, new BsonDocumentCodec()).getByteBuffer();
                    byte[] bytes = new byte[buffer.remaining()];
                    buffer.get(bytes);
                    return bytes;
                })
                .toList();
    }

    private List<String> columns(String table) {
        return postgres
                .rows(
                        DATABASE,
                        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '" + table
                                + "' AND table_schema = 'public' ORDER BY ordinal_position")
                .stream()
                .map(row -> row.replace('|', ' '))
                .toList();
    }
}
