package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.mongo.Account;
import dev.millrace.doubles.mongo.MongoDouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that is not there, not allowed, too old or damaged: what failed, what to do, which exit code, no secrets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportSourceErrorIT {

    private static final String PASSWORD = "hunter2";
    private static final String DUMP = "src/test/resources/dumps";

    private final MongoDouble mongo =
            MongoDouble.builder().account("ops", PASSWORD, Account.Role.READ).start();

    @TempDir
    Path directory;

    @BeforeAll
    void fill() {
        mongo.insert("shop.orders", new BsonDocument("_id", new BsonInt32(1)))
                .insert("shop.customers", new BsonDocument("_id", new BsonInt32(1)))
                .create("shop.empty", new BsonDocument());
    }

    @AfterAll
    void stop() {
        mongo.close();
    }

    /** The last one is a password with a raw @ and /: the driver would take its end for the host. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://ops:hunter2@127.0.0.1:port/",
                "mongodb://ops:a@hunter2/b@127.0.0.1/",
                "mongodb://ops:hunter2@"
            })
    void refusesAUriThatIsNone(String uri) {
        Millrace.Result result = fails(2, uri, "-n", "shop.orders");

        assertThat(result.err()).contains("the MongoDB URI mongodb://", "is not valid", "percent-encode");
    }

    @Test
    void refusesAnUnknownScheme() {
        Millrace.Result result = fails(2, "mongo://ops:hunter2@127.0.0.1/", "-n", "shop.orders");

        assertThat(result.err()).contains("--from has a form that is not known", "use mongodb://, mongodb+srv://");
    }

    @Test
    void saysThatThePasswordIsWrong() {
        Millrace.Result result = fails(3, mongo.uri("ops", "not" + PASSWORD), "-n", "shop.orders");

        assertThat(result.err())
                .contains("does not accept user ops with this password", "check user, password and authSource");
    }

    @Test
    void saysWhichHostCannotBeReached() {
        Millrace.Result result =
                fails(3, "mongodb://ops:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=500", "-n", "shop.orders");

        assertThat(result.err()).contains("127.0.0.1:1 refuses the connection", "check host and port");
    }

    @Test
    void saysThatTheDatabaseIsNotThere() {
        Millrace.Result result = fails(3, mongo.uri("ops", PASSWORD), "-n", "shoop");

        assertThat(result.err()).contains("database shoop is not there", "check the name");
    }

    @Test
    void namesTheCollectionsThatAreThereWhereOneIsMissing() {
        Millrace.Result result = fails(3, mongo.uri("ops", PASSWORD), "-n", "shop.order");

        assertThat(result.err()).contains("collection shop.order is not there", "orders");
    }

    @Test
    void exportsAnEmptyCollectionAndSaysThatItHadNothing() {
        Path target = directory.resolve("out");

        Millrace.Result result = export(mongo.uri("ops", PASSWORD), target, "-n", "shop.empty");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).containsPattern("written +0 documents");
        Exported exported = new Exported(target);
        assertThat(exported.isComplete()).isTrue();
        assertThat(exported.manifest().getDocument("totals").getNumber("rows").longValue())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    void refusesAServerOlderThan42(int wireVersion) {
        try (MongoDouble old = MongoDouble.builder().maxWireVersion(wireVersion).start()) {
            Millrace.Result result = fails(3, old.uri(), "-n", "shop.orders");

            assertThat(result.err())
                    .contains(
                            "speaks wire version " + wireVersion,
                            "older than MongoDB 4.2",
                            "millrace needs MongoDB 4.2 or newer: upgrade the server");
        }
    }

    @Test
    void saysThatADumpCannotBeRead() throws IOException {
        // Root may read whatever permissions say; a process's memory has no first page for anybody.
        Path dump = Files.createDirectories(directory.resolve("dump/shop"));
        Files.createSymbolicLink(dump.resolve("orders.bson.gz"), Path.of("/proc/self/mem"));

        Millrace.Result result = fails(1, "dump:" + dump.getParent(), "-n", "shop.orders");

        assertThat(result.err())
                .contains("cannot read ", "orders.bson.gz: Input/output error", "check the disk that the dump is on");
        assertThat(fails(3, "dump:" + directory.resolve("nowhere")).err())
                .contains("nowhere does not exist", "name the directory that mongodump wrote");
    }

    @Test
    void saysWhereADumpIsTruncated() throws IOException {
        Path dump = cut("plain/fixtures/orders.bson");

        Millrace.Result result = fails(1, "dump:" + dump, "-n", "fixtures.orders");

        assertThat(result.err()).containsPattern("orders.bson is truncated: the document at byte \\d+ needs");
        assertThat(new Exported(directory.resolve("out")).isComplete()).isFalse();
    }

    @Test
    void saysThatAGzippedDumpIsTruncated() throws IOException {
        Path dump = cut("gzip/fixtures/orders.bson.gz");

        Millrace.Result result = fails(1, "dump:" + dump, "-n", "fixtures.orders");

        assertThat(result.err()).contains("orders.bson.gz is truncated");
        assertThat(new Exported(directory.resolve("out")).isComplete()).isFalse();
    }

    /** A dump of which the last hundred bytes are missing. */
    private Path cut(String file) throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(DUMP, file));
        Path cut = directory.resolve("dump/fixtures").resolve(Path.of(file).getFileName());
        Files.createDirectories(cut.getParent());
        Files.write(cut, Arrays.copyOf(whole, whole.length - 100));
        return directory.resolve("dump");
    }

    private Millrace.Result fails(int exitCode, String from, String... more) {
        Millrace.Result result = export(from, directory.resolve("out"), more);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.err())
                .containsPattern("(?m)^error: ")
                .doesNotContain(PASSWORD)
                .doesNotContain("\tat ");
        assertThat(result.out()).doesNotContain(PASSWORD);
        return result;
    }

    private Millrace.Result export(String from, Path target, String... more) {
        return Millrace.in(directory)
                .run(Arguments.of("export", "--from", from, "--to", "file:" + target)
                        .and(more)
                        .all());
    }
}
