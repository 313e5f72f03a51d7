package dev.millrace.source.dump;

import static dev.millrace.source.dump.Dumps.bytes;
import static dev.millrace.source.dump.Dumps.numbered;
import static dev.millrace.source.dump.Dumps.select;
import static dev.millrace.source.dump.Dumps.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpFaultTest {

    /** Three documents of 14 bytes each. */
    private static final byte[] THREE = bytes(numbered(1), numbered(2), numbered(3));

    private static final CollectionInfo ORDERS = new CollectionInfo(
            new Namespace("shop", "orders"), CollectionKind.COLLECTION, 3, THREE.length, new BsonDocument());

    @TempDir
    Path directory;

    @Test
    void aFileThatEndsInsideADocumentIsTruncated() {
        write(directory, "shop/orders.bson", Arrays.copyOf(THREE, 38));

        fails(
                this::planOrders,
                FailureKind.DATA,
                "orders.bson is truncated: the document at byte 28 needs 14 bytes, the file ends at 38");
        fails(() -> list("shop.orders"), FailureKind.DATA, "is truncated");
    }

    @Test
    void aFileThatEndsInsideALengthIsTruncated() {
        write(directory, "shop/orders.bson", Arrays.copyOf(THREE, 30));

        fails(this::planOrders, FailureKind.DATA, "the document at byte 28 needs 4 bytes, the file ends at 30");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4, Integer.MAX_VALUE, 16 * 1024 * 1024 + 16 * 1024 + 1})
    void aLengthThatNoDocumentCanHaveIsDamage(int length) {
        byte[] damaged = THREE.clone();
        for (int i = 0; i < 4; i++) {
            damaged[14 + i] = (byte) (length >> 8 * i);
        }
        write(directory, "shop/orders.bson", damaged);

        fails(this::planOrders, FailureKind.DATA, "the document at byte 14 says it is " + length + " bytes long");
    }

    @Test
    void aDocumentWithoutAClosingZeroIsDamage() {
        byte[] damaged = THREE.clone();
        damaged[27] = 7;
        write(directory, "shop/orders.bson", damaged);

        fails(
                this::readOrders,
                FailureKind.DATA,
                "the document at byte 14 with 14 bytes does not end with a zero byte");
    }

    @Test
    void aFileThatChangedAfterThePlanIsNotReadAsIfNothingHadHappened() {
        DumpSource source = new DumpSource(directory);
        write(directory, "shop/orders.bson", THREE);
        ChunkRange first = Dumps.plan(source, ORDERS, 2).getFirst();
        Chunk chunk = new Chunk(0, ORDERS.namespace(), 0, first);

        write(directory, "shop/orders.bson", bytes(Dumps.ofSize(100)));
        fails(() -> Dumps.read(source, chunk), FailureKind.DATA, "is not the file that was planned");

        write(directory, "shop/orders.bson", Arrays.copyOf(THREE, 14));
        fails(() -> Dumps.read(source, chunk), FailureKind.DATA, "is truncated");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 12, 30, 40})
    void aGzippedFileThatWasCutIsTruncated(int kept) {
        byte[] packed = Dumps.gzip(THREE);
        assertThat(packed.length).isGreaterThan(40);
        write(directory, "shop/orders.bson.gz", Arrays.copyOf(packed, kept));

        fails(this::readOrders, FailureKind.DATA, "orders.bson.gz is truncated");
    }

    @Test
    void aGzippedFileWhoseContentWasCutIsTruncated() {
        write(directory, "shop/orders.bson.gz", Dumps.gzip(Arrays.copyOf(THREE, 40)));

        fails(this::readOrders, FailureKind.DATA, "the document at byte 28 needs 14 bytes, the file ends at 40");
    }

    @Test
    void aGzippedFileWithAWrongChecksumIsDamage() {
        byte[] packed = Dumps.gzip(THREE);
        packed[packed.length - 6] ^= 1;
        write(directory, "shop/orders.bson.gz", packed);

        fails(this::readOrders, FailureKind.DATA, "is not readable gzip");
    }

    @Test
    void aFileThatIsNoGzipIsSaidToBeNone() {
        write(directory, "shop/orders.bson.gz", THREE);

        fails(this::readOrders, FailureKind.DATA, "is not readable gzip");
    }

    @Test
    void metadataThatIsNoJsonIsDamage() {
        write(directory, "shop/orders.bson", THREE);
        write(directory, "shop/orders.metadata.json", "{\"options\":");

        fails(
                () -> list("shop.orders"),
                FailureKind.DATA,
                "orders.metadata.json is not the JSON that mongodump writes");
    }

    @Test
    void metadataWithoutItsDocumentsIsNotTakenForAnEmptyCollection() {
        write(directory, "shop/orders.metadata.json", "{\"indexes\":[],\"type\":\"collection\"}");

        fails(() -> list("shop.*"), FailureKind.DATA, "the file with its documents is missing");
    }

    @Test
    void aCollectionThatIsThereTwiceIsAmbiguous() {
        write(directory, "shop/orders.bson", THREE);
        write(directory, "shop/orders.bson.gz", Dumps.gzip(THREE));

        fails(() -> list("shop.orders"), FailureKind.DATA, "only one can be meant");
    }

    @Test
    void aDirectoryWithoutADumpIsNotFound() throws IOException {
        fails(() -> new DumpSource(directory.resolve("gone")).collections(select("*")), FailureKind.NOT_FOUND, "gone");
        fails(() -> list("*"), FailureKind.NOT_FOUND, "holds no dump");
        Path file = Files.writeString(directory.resolve("file"), "");
        fails(() -> new DumpSource(file).collections(select("*")), FailureKind.NOT_FOUND, "is not a directory");
    }

    @Test
    void aFileThatMayNotBeReadIsAMatterOfPermission() {
        Path file = Path.of("dump/shop/orders.bson");

        assertThat(DumpFailure.of(file, new AccessDeniedException(file.toString()))
                        .kind())
                .isEqualTo(FailureKind.PERMISSION);
    }

    @Test
    void anInterruptedReadSaysSoAndKeepsTheFlag() {
        write(directory, "shop/orders.bson", THREE);

        Thread.currentThread().interrupt();
        try {
            fails(this::readOrders, FailureKind.INTERRUPTED, "was interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private void list(String pattern) {
        new DumpSource(directory).collections(select(pattern));
    }

    private void planOrders() {
        Dumps.plan(new DumpSource(directory), ORDERS, 2);
    }

    private void readOrders() {
        Dumps.read(new DumpSource(directory), ORDERS, 2);
    }

    private static void fails(ThrowingCallable action, FailureKind kind, String message) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.hint()).isNotEmpty();
                })
                .hasMessageContaining(message);
    }
}
