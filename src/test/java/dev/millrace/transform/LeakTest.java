package dev.millrace.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.Change;
import dev.millrace.publish.EventEncoder;
import dev.millrace.publish.Message;
import dev.millrace.publish.event.EventFormat;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is hidden in a document is nowhere in its messages: not in the document before the change, not in the
 * description of an update, not in the key, not in the resume token, not in an attribute.
 */
class LeakTest {

    private static final int EVENTS = 400;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remove: [_id, person.mail, contacts.mail, deep.a.mail, 'dotted.name']",
                "remove: [_id, '*.mail', '*.*.mail', 'dotted.name']",
                "remove: [_id, person, contacts, deep, dotted]",
                "keep_only: {fields: [note, person.age, contacts.age, deep.a.age], id: false}",
                "mask: {fields: [_id, person.mail, contacts.mail, deep.a.mail, dotted.name], keep_last: 2}",
                "mask: {fields: [_id, '*.mail', 'deep.*.mail', dotted.*], fixed: x}",
                "hash: {fields: [_id, person.mail, contacts.mail, deep.a.mail, dotted.name]}",
                "tokenize: {fields: [_id, person.mail, contacts.mail, deep.a.mail, dotted.name]}"
            })
    void nothingHiddenIsInAnyMessage(String transform) {
        Transform steps = Events.transform("transforms: {pre_publish: [" + "{" + transform + "}" + "]}");
        List<EventEncoder> encoders = Arrays.stream(EventFormat.values())
                .map(format -> format.encoder("main", "0.1.0", 8, Events.CLOCK))
                .toList();

        for (int seed = 0; seed < EVENTS; seed++) {
            RandomEvent event = new RandomEvent(seed);
            Change change = steps.apply(Change.of(Events.of(event.told)));
            for (EventEncoder encoder : encoders) {
                Message message = encoder.encode(change);
                for (BsonValue secret : event.secrets) {
                    assertAbsent(secret, message, event, transform);
                }
            }
            assertThat(text(encoders.getFirst().encode(change)))
                    .as("what may be known")
                    .contains("open-note");
        }
    }

    private static void assertAbsent(BsonValue secret, Message message, RandomEvent event, String transform) {
        byte[] body = new byte[message.data().remaining()];
        message.data().get(body);
        String attributes = message.attributes().toString() + message.orderingKey();
        for (byte[] form : forms(secret)) {
            assertThat(contains(body, form) || contains(attributes.getBytes(StandardCharsets.UTF_8), form))
                    .as(() -> secret + " in " + event.told.toJson() + " after " + transform)
                    .isFalse();
        }
    }

    /** The bytes of a value in BSON, and of the texts that it has in JSON. */
    private static List<byte[]> forms(BsonValue secret) {
        return switch (secret) {
            case BsonString text -> List.of(utf8(text.getValue()));
            case BsonInt64 number ->
                List.of(
                        utf8(Long.toString(number.getValue())),
                        ByteBuffer.allocate(8)
                                .putLong(Long.reverseBytes(number.getValue()))
                                .array());
            case BsonObjectId id ->
                List.of(id.getValue().toByteArray(), utf8(id.getValue().toHexString()));
            case BsonBinary binary ->
                List.of(binary.getData(), utf8(Base64.getEncoder().encodeToString(binary.getData())));
            case BsonDecimal128 number -> List.of(utf8(number.getValue().toString()));
            default -> throw new IllegalArgumentException(secret.toString());
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Message message) {
        return StandardCharsets.ISO_8859_1.decode(message.data()).toString();
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    /** An event of any operation whose documents have secrets at the paths of which the transforms know. */
    private static final class RandomEvent {

        final List<BsonValue> secrets = new ArrayList<>();
        final BsonDocument told;
        private final Random random;

        RandomEvent(int seed) {
            random = new Random(seed);
            BsonValue id = secret();
            String operation = List.of("insert", "update", "replace", "delete").get(random.nextInt(4));
            told = new BsonDocument("operationType", new BsonString(operation))
                    .append("_id", new BsonDocument("_data", new BsonString("82" + hex(id) + "0004")))
                    .append("documentKey", new BsonDocument("_id", id));
            if (operation.equals("insert") || (!operation.equals("delete") && random.nextBoolean())) {
                told.append("fullDocument", document(id));
            }
            if (!operation.equals("insert") && random.nextInt(3) > 0) {
                told.append("fullDocumentBeforeChange", document(id));
            }
            if (operation.equals("update")) {
                told.append("updateDescription", description(document(id)));
            }
            told.append("wallClock", new BsonString("open-note"));
        }

        private static String hex(BsonValue id) {
            return HexFormat.of().formatHex(forms(id).getFirst());
        }

        private BsonDocument document(BsonValue id) {
            BsonDocument document = new BsonDocument("_id", id)
                    .append("note", new BsonString("open-note"))
                    .append("person", person())
                    .append("deep", new BsonDocument("a", random.nextBoolean() ? person() : people()));
            if (random.nextBoolean()) {
                document.append("contacts", people());
            }
            if (random.nextInt(4) == 0) {
                document.append("dotted.name", secret());
            }
            return document;
        }

        private BsonDocument person() {
            BsonDocument person = new BsonDocument("age", new BsonInt32(random.nextInt(90)));
            int form = random.nextInt(4);
            if (form == 0) {
                person.append("mail", secret());
            } else if (form == 1) {
                person.append("mail", new BsonArray(List.of(secret(), secret())));
            } else if (form == 2) {
                person.append("mail", new BsonDocument("at", new BsonDocument("home", secret())));
            }
            return person;
        }

        private BsonArray people() {
            BsonArray people = new BsonArray();
            for (int i = random.nextInt(4); i > 0; i--) {
                people.add(random.nextInt(5) == 0 ? new BsonArray(List.of(person())) : person());
            }
            return people;
        }

        /** Tells of some of a document what an update may tell: each value by its path, whole or in parts. */
        private BsonDocument description(BsonDocument document) {
            BsonDocument updated = new BsonDocument();
            document.forEach((name, value) -> parts(name, value, updated));
            BsonArray removed = new BsonArray(List.of(new BsonString("person.mail.at"), new BsonString("other")));
            return new BsonDocument("updatedFields", updated)
                    .append("removedFields", removed)
                    .append("truncatedArrays", new BsonArray());
        }

        private void parts(String path, BsonValue value, BsonDocument to) {
            boolean split = random.nextInt(3) > 0;
            if (split && value instanceof BsonDocument document) {
                for (Map.Entry<String, BsonValue> field : document.entrySet()) {
                    parts(path + "." + field.getKey(), field.getValue(), to);
                }
            } else if (split && value instanceof BsonArray array) {
                for (int i = 0; i < array.size(); i++) {
                    parts(path + "." + i, array.get(i), to);
                }
            } else if (!path.equals("_id")) {
                to.append(path, value);
            }
        }

        private BsonValue secret() {
            BsonValue secret =
                    switch (random.nextInt(5)) {
                        case 0 -> new BsonInt64(1_000_000_000_000_000L + (random.nextLong() >>> 14));
                        case 1 -> new BsonObjectId(new ObjectId(bytes(12)));
                        case 2 -> new BsonBinary(bytes(18));
                        case 3 ->
                            new BsonDecimal128(new Decimal128(
                                    BigDecimal.valueOf(1_000_000_000_000L + (random.nextLong() >>> 24), 2)));
                        default -> new BsonString("secret-" + Long.toHexString(random.nextLong() | 1L << 60));
                    };
            secrets.add(secret);
            return secret;
        }

        private byte[] bytes(int count) {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        }
    }
}
