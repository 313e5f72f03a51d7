package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.PostgresServer;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** `verify` as its users meet it, against a real PostgreSQL that was filled by `migrate`. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyIT {

    private static final String DATABASE = "verify_it";
    private static final int ORDERS = 2_000;

    private final PostgresServer postgres = PostgresServer.shared();
    private final MongoDouble mongo = new MongoDouble().start();
    private final String target = postgres.database(DATABASE);

    @TempDir
    Path directory;

    @BeforeAll
    void migrate(@TempDir Path before) {
        mongo.load("shop.orders", OrderDocuments.of(ORDERS));
        Millrace.Result result = Millrace.in(before)
                .run(arguments("migrate").and("--nested", "tables").all());
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @AfterAll
    void stop() {
        mongo.close();
    }

    @Test
    void saysThatWhatWasMigratedIsEqual() {
        Millrace.Result result = run("verify");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out())
                .contains("is done", "shop.orders: 2,000 of 2,000 documents equal their rows in \"public\".\"orders\"")
                .containsPattern("equal +2,000 documents")
                .containsPattern("different +0");
        assertThat(directory.resolve("differences")).doesNotExist();
    }

    @Test
    void namesWhatDiffersAndWhereAndKeepsTheDocuments() {
        String changed = id(7);
        String child = id(8);
        String renamed = id(9);
        postgres.execute(DATABASE, "UPDATE orders SET state = 'lost' WHERE _id = '" + changed + "'");
        postgres.execute(
                DATABASE,
                "UPDATE orders_lines SET quantity = -1 WHERE orders_id = '" + child + "' AND ordinal = 2;"
                        + " ALTER TABLE orders_lines DROP CONSTRAINT orders_lines_fkey;"
                        + " UPDATE orders SET _id = 'extra' WHERE _id = '" + renamed + "'");

        Millrace.Result result = run("verify");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(5);
        assertThat(result.out())
                .contains("found differences", "1,997 of 2,000 documents equal")
                .contains(changed + "\"} differs in state\n")
                .contains(child + "\"} differs in orders_lines[2].quantity\n")
                .contains(renamed + "\"} has no row\n")
                .contains("\"public\".\"orders\" has 1 row that belongs to no document of shop.orders")
                .doesNotContain("lost");
        assertThat(Millrace.files(directory.resolve("differences")).values())
                .singleElement()
                .extracting(String::new)
                .asString()
                .contains(changed, child, renamed, "differs in state")
                .hasLineCount(3);

        Millrace.Result one = run("verify", "--id", changed, "--show-values");
        assertThat(one.exitCode()).as(one.toString()).isEqualTo(5);
        assertThat(one.out()).contains("0 of 1 documents", "in the source, lost in the table)");

        postgres.execute(
                DATABASE,
                "UPDATE orders SET _id = '" + renamed + "' WHERE _id = 'extra';"
                        + " DELETE FROM orders_lines WHERE orders_id IN ('" + changed + "', '" + child + "');"
                        + " DELETE FROM orders WHERE _id IN ('" + changed + "', '" + child + "')");
        assertThat(run("migrate", "--nested", "tables", "--if-exists", "merge").exitCode())
                .isZero();
    }

    @Test
    void comparesChosenAndRandomDocuments() {
        Millrace.Result chosen = run("verify", "--id", id(20), "--id", id(21));
        Millrace.Result random = run("verify", "--sample", "50");

        assertThat(chosen.exitCode()).as(chosen.toString()).isZero();
        assertThat(chosen.out()).contains("2 of 2 documents equal", "were not looked for");
        assertThat(random.exitCode()).as(random.toString()).isZero();
        assertThat(random.out()).contains("50 of 50 documents equal", "were not looked for");
    }

    @Test
    void resumesWhereItWasKilled() {
        mongo.faults().on("find").always().delay(Duration.ofMillis(100));
        Arguments verify = arguments("verify").and("--chunk-size", "100", "--workers", "1");
        try (RunningMillrace running =
                Millrace.in(directory).start(verify.and("--json").all())) {
            running.awaitLine("ChunkCommitted");
            running.killNow();
        }
        mongo.faults().clear();

        Millrace.Result result = Millrace.in(directory).run(verify.all());

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.err()).containsPattern("[1-9]\\d* done already; resuming");
        assertThat(result.out()).contains("2,000 of 2,000 documents equal");
    }

    @Test
    void saysThatNoRunHasMadeTheTable() {
        Millrace.Result result = run("verify", "--schema-name", "elsewhere");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(3);
        assertThat(result.err()).contains("No run of millrace has loaded shop.orders", "hint:", "--schema-name");
    }

    private Millrace.Result run(String command, String... more) {
        return Millrace.in(directory).run(arguments(command).and(more).all());
    }

    private Arguments arguments(String command) {
        return Arguments.of(command, "--from", mongo.uri(), "-n", "shop.orders", "--to", target);
    }

    private static String id(int number) {
        return OrderDocuments.order(number).getObjectId("_id").getValue().toHexString();
    }
}
