package dev.millrace.source.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {

    @Test
    void everyDefinitionFileIsKnownByName() throws Exception {
        URI folder = DatasetsTest.class.getResource("/datasets").toURI();

        try (Stream<Path> files = Files.list(Path.of(folder))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")))
                    .containsExactlyInAnyOrderElementsOf(Datasets.DEFINED.stream()
                            .map(name -> name + ".yaml")
                            .toList());
        }
    }

    @Test
    void usersAreSmallAndTheirNamesUnique() {
        GeneratedSource source = MadeUp.source("users?count=5000");
        List<BsonDocument> users = MadeUp.documents(source);

        assertThat(MadeUp.info(source).averageBytes(0)).isBetween(80L, 100L);
        assertThat(users)
                .extracting(user -> user.getString("username").getValue())
                .doesNotHaveDuplicates();
        assertThat(users).allSatisfy(user -> {
            assertThat(user.getString("email").getValue())
                    .startsWith(user.getString("username").getValue() + "@");
            assertThat(user.getInt32("age").getValue()).isBetween(18, 90);
        });
    }

    @Test
    void ordersAddUpToTheCent() {
        for (BsonDocument order : MadeUp.documents(MadeUp.source("orders?count=3000"))) {
            long sum = 0;
            for (BsonValue item : order.getArray("items")) {
                long total = cents(item.asDocument(), "total");
                assertThat(total)
                        .isEqualTo(cents(item.asDocument(), "price")
                                * item.asDocument().getInt32("quantity").getValue());
                sum += total;
            }
            assertThat(cents(order, "subtotal")).isEqualTo(sum);
            assertThat(cents(order, "shipping")).isEqualTo(sum < 5000 ? 490 : 0);
            assertThat(cents(order, "total")).isEqualTo(sum + cents(order, "shipping"));
            assertThat(order.getInt32("itemCount").getValue())
                    .isEqualTo(order.getArray("items").size());
            assertThat(order.containsKey("shippedAt"))
                    .isEqualTo(Set.of("SHIPPED", "DELIVERED", "RETURNED")
                            .contains(order.getString("status").getValue()));
        }
    }

    @Test
    void someFieldsOfOrdersAreNullOrMissingAsOftenAsTheDefinitionSays() {
        List<BsonDocument> orders = MadeUp.documents(MadeUp.source("orders?count=5000"));

        double missing =
                orders.stream().filter(order -> !order.containsKey("coupon")).count() / 5000.0;
        double nulls = orders.stream().filter(order -> order.isNull("note")).count() / 5000.0;

        assertThat(missing).isBetween(0.57, 0.63);
        assertThat(nulls).isBetween(0.39, 0.45);
    }

    @Test
    void ordersReferToUsersThatExist() {
        Set<BsonValue> users = new HashSet<>();
        MadeUp.documents(MadeUp.source("users?count=100000&seed=5")).forEach(user -> users.add(user.get("_id")));

        assertThat(MadeUp.documents(MadeUp.source("orders?count=2000&seed=5")))
                .allMatch(order -> users.contains(order.get("customerId")));
    }

    @Test
    void typesHaveEveryTypeOfBson() {
        Set<BsonType> types = EnumSet.noneOf(BsonType.class);
        List<BsonDocument> documents = MadeUp.documents(MadeUp.source("types?count=300"));

        documents.stream()
                .filter(document -> document.containsKey("v"))
                .forEach(document -> types.add(document.get("v").getBsonType()));

        assertThat(types)
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(BsonType.END_OF_DOCUMENT)));
        assertThat(documents).extracting(document -> document.get("_id")).doesNotHaveDuplicates();
    }

    @Test
    void pathologicalIdsAreOfManyTypesAndUnique() {
        List<RawBsonDocument> documents = MadeUp.raw(MadeUp.source("pathological?count=20000"));

        assertThat(documents).extracting(document -> document.get("_id")).doesNotHaveDuplicates();
        assertThat(documents.stream().map(document -> document.get("_id").getBsonType()))
                .contains(
                        BsonType.MIN_KEY,
                        BsonType.MAX_KEY,
                        BsonType.NULL,
                        BsonType.BOOLEAN,
                        BsonType.STRING,
                        BsonType.DOCUMENT,
                        BsonType.DOUBLE,
                        BsonType.INT32,
                        BsonType.INT64,
                        BsonType.DECIMAL128,
                        BsonType.OBJECT_ID,
                        BsonType.BINARY,
                        BsonType.DATE_TIME,
                        BsonType.TIMESTAMP);
    }

    @Test
    void aPathologicalFieldChangesItsTypeAtFortyPercent() {
        List<RawBsonDocument> documents = MadeUp.raw(MadeUp.source("pathological?count=1000"));

        assertThat(documents.subList(0, 400)).allMatch(document -> document.isInt32("changing"));
        assertThat(documents.subList(400, 1000)).allMatch(document -> document.isString("changing"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1024 * 1024, 16 * 1024 * 1024})
    void pathologicalDocumentsAreUpToExactlyTheWantedSize(int bytes) {
        GeneratedSource source = MadeUp.source("pathological?count=600&maxDocumentBytes=" + bytes);

        int largest = MadeUp.raw(source).stream()
                .mapToInt(document -> document.getByteBuffer().remaining())
                .max()
                .orElseThrow();

        assertThat(largest).isEqualTo(bytes);
    }

    @Test
    void pathologicalDocumentsNestUpTo200LevelsAndAllCanBeDecoded() {
        List<BsonDocument> documents = MadeUp.documents(MadeUp.source("pathological?count=9000"));

        assertThat(documents.stream().mapToInt(DatasetsTest::depth).max()).hasValue(PathologicalDataset.DEEPEST);
    }

    @Test
    void pathologicalDocumentsHaveOddAndDuplicatedFieldNamesAndNulInStrings() {
        List<RawBsonDocument> documents = MadeUp.raw(MadeUp.source("pathological?count=3000"));
        Set<String> names = new HashSet<>();
        documents.forEach(document -> names.addAll(document.keySet()));

        assertThat(names).contains("", "a.b", "$set", "😀", "_rest");
        assertThat(documents).anyMatch(DatasetsTest::hasDuplicate);
        assertThat(documents)
                .anyMatch(document -> document.getString("text").getValue().indexOf('\0') >= 0);
    }

    /** A document that loses bytes when it goes through a map has a name twice. */
    private static boolean hasDuplicate(RawBsonDocument document) {
        RawBsonDocument again = new RawBsonDocument(document.decode(new BsonDocumentCodec()), new BsonDocumentCodec());
        ByteBuffer bytes = again.getByteBuffer().asNIO();
        return bytes.remaining() < document.getByteBuffer().remaining();
    }

    private static int depth(BsonValue value) {
        Iterable<BsonValue> children =
                switch (value.getBsonType()) {
                    case DOCUMENT -> value.asDocument().values();
                    case ARRAY -> value.asArray();
                    default -> null;
                };
        if (children == null) {
            return 0;
        }
        int deepest = 0;
        for (BsonValue child : children) {
            deepest = Math.max(deepest, depth(child));
        }
        return 1 + deepest;
    }

    private static long cents(BsonDocument document, String field) {
        double value = document.getDouble(field).getValue();
        assertThat(value * 100).isCloseTo(Math.rint(value * 100), org.assertj.core.data.Offset.offset(1e-6));
        return Math.round(value * 100);
    }
}
