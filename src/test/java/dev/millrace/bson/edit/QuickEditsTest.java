package dev.millrace.bson.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bson.TypeByte;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickEditsTest {

    /** Few, so that they meet: in documents, in paths, as new names. */
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "longer-than-eight", "longer-than-ninth");

    private static final int ROUNDS = 10_000;

    @Test
    void comesToTheSameAsOneEditAfterTheOther() {
        int sure = 0;
        int changed = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<Edit> edits = edits(random);
            RawBsonDocument document = document(random);
            RawBsonDocument quick = quick(edits, document);
            if (quick != null) {
                RawBsonDocument slow = oneByOne(edits, document);
                assertThat(hex(quick))
                        .as("seed %d, %s", seed, document.toJson())
                        .isEqualTo(hex(slow));
                sure++;
                changed += quick == document ? 0 : 1;
            }
        }
        // Of the rest most have edits that meet, in paths or in names, or indexes.
        assertThat(sure).isGreaterThan(ROUNDS / 3);
        assertThat(changed).isGreaterThan(ROUNDS / 10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {a: 1, b: {c: 'x', d: 2}, e: 3}    | b.c   | {"a": 1, "b": {"c": "<x>", "d": 2}, "e": 3}
                    {b: [{c: 'x'}, {d: 1}, 7]}         | b.c   | {"b": [{"c": "<x>"}, {"d": 1}, 7]}
                    {b: [[{c: 'x'}]]}                  | b.c   | {"b": [[{"c": "<x>"}]]}
                    {b: {c: {d: 'x', e: ['y']}}}       | b.c   | {"b": {"c": {"d": "<x>", "e": ["<y>"]}}}
                    {b: 5}                             | b.c   | {"b": 5}
                    {}                                 | b.c   | {}
                    """)
    void changesWhatThePathLeadsTo(String document, String path, String expected) {
        List<Edit> edits = List.of(Edits.replace(List.of(FieldPath.parse(path)), QuickEditsTest::marked, true));

        RawBsonDocument edited = quick(edits, RawBsonDocument.parse(document));

        assertThat(edited).isNotNull();
        assertThat(edited.toJson()).isEqualTo(expected);
    }

    @Test
    void leavesADocumentAloneThatNoPathLeadsInto() {
        RawBsonDocument document = RawBsonDocument.parse("{a: 1, b: {d: 2}}");

        assertThat(quick(List.of(Edits.remove(List.of(FieldPath.parse("b.c")))), document))
                .isSameAs(document);
    }

    @ParameterizedTest
    @CsvSource({"b, b.c", "b.c, b", "b.c, b.c", "*, a", "a.*, b", "a.0, b", "a.0.b, c"})
    void leavesPathsThatMeetToTheSlowWay(String one, String other) {
        List<Edit> edits = List.of(
                Edits.remove(List.of(FieldPath.parse(one))),
                Edits.replace(List.of(FieldPath.parse(other)), QuickEditsTest::marked, true));

        assertThat(QuickEdits.of(edits)).isNull();
    }

    @Test
    void isNotSureWhereAnEditAsksForWhatAnotherOneChanges() {
        List<Edit> edits = List.of(
                Edits.replace(List.of(FieldPath.parse("a")), QuickEditsTest::marked, true),
                Edits.replace(
                        List.of(FieldPath.parse("b")),
                        (_, scope) -> new BsonString(text(scope.value(FieldPath.parse("a")))),
                        false));

        assertThat(quick(edits, RawBsonDocument.parse("{a: 'x', b: 1}"))).isNull();
    }

    @Test
    void isNotSureWhereTheNewNameIsTaken() {
        List<Edit> edits = List.of(Edits.rename(FieldPath.parse("a"), FieldPath.parse("b")));

        assertThat(quick(edits, RawBsonDocument.parse("{a: 1, b: 2}"))).isNull();
    }

    @Test
    void isNotSureOfAnArrayWhoseElementsAreNotNamedByTheirIndexes() {
        List<Edit> edits = List.of(Edits.remove(List.of(FieldPath.parse("a.b"))));
        ByteOutput misnamed = new ByteOutput(32);
        int start = misnamed.start();
        misnamed.int8(TypeByte.ARRAY);
        misnamed.name("a");
        int array = misnamed.start();
        misnamed.int8(TypeByte.NULL);
        misnamed.name("1");
        misnamed.end(array);
        misnamed.end(start);

        assertThat(quick(edits, new RawBsonDocument(misnamed.bytes(), 0, misnamed.length())))
                .isNull();
    }

    @Test
    void isNotSureWhereAFieldIsThereTwiceThatGetsANewName() {
        List<Edit> edits = List.of(Edits.rename(FieldPath.parse("a"), FieldPath.parse("b")));
        ByteOutput twice = new ByteOutput(32);
        int start = twice.start();
        for (int i = 0; i < 2; i++) {
            twice.int8(TypeByte.NULL);
            twice.name("a");
        }
        twice.end(start);

        assertThat(quick(edits, new RawBsonDocument(twice.bytes(), 0, twice.length())))
                .isNull();
    }

    @Test
    void leavesNewNamesThatAreIndexesToTheSlowWay() {
        assertThat(QuickEdits.of(List.of(Edits.rename(FieldPath.parse("a.b"), FieldPath.parse("a.0")))))
                .isNull();
    }

    @Test
    void leavesTwoFieldsThatGetOneNameToTheSlowWay() {
        List<Edit> edits = List.of(
                Edits.rename(FieldPath.parse("a"), FieldPath.parse("c")),
                Edits.rename(FieldPath.parse("b"), FieldPath.parse("c")));

        assertThat(QuickEdits.of(edits)).isNull();
    }

    @Test
    void leavesNamesThatAreNotKnownBeforehandToTheSlowWay() {
        assertThat(QuickEdits.of(List.of(Edits.rename(List.of(FieldPath.parse("a")), (name, _) -> "x" + name))))
                .isNull();
    }

    @Test
    void isNotSureOfNamesThatArePaths() {
        List<Edit> edits = List.of(Edits.remove(List.of(FieldPath.parse("a.b"))));

        assertThat(quick(edits, RawBsonDocument.parse("{'a.b': 1}"))).isNull();
    }

    private static RawBsonDocument quick(List<Edit> edits, RawBsonDocument document) {
        QuickEdits quick = QuickEdits.of(edits);
        return quick == null ? null : quick.apply(document);
    }

    private static RawBsonDocument oneByOne(List<Edit> edits, RawBsonDocument document) {
        OpenDocument open = OpenDocument.of(document);
        edits.forEach(edit -> edit.document(open, path -> Lookup.scalar(open, path)));
        return open.bytes();
    }

    private static BsonValue marked(BsonValue value, Scope scope) {
        return value instanceof BsonString text ? new BsonString("<" + text.getValue() + ">") : value;
    }

    private static List<Edit> edits(Random random) {
        List<Edit> edits = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            FieldPath path = path(random);
            FieldPath other = path(random);
            edits.add(
                    switch (random.nextInt(6)) {
                        case 0 -> Edits.remove(List.of(path));
                        case 1 -> Edits.rename(path, path.sibling(name(random)));
                        case 2 ->
                            Edits.rename(List.of(path), (name, scope) -> "p" + text(scope.value(other)) + "-" + name);
                        case 3 ->
                            Edits.replace(
                                    List.of(path),
                                    (value, scope) -> new BsonString(text(scope.value(other)) + value.getBsonType()),
                                    false);
                        default -> Edits.replace(List.of(path), QuickEditsTest::marked, true);
                    });
        }
        return edits;
    }

    private static String text(BsonValue value) {
        return value == null ? "" : ValueText.of(value);
    }

    private static FieldPath path(Random random) {
        StringBuilder path = new StringBuilder(name(random));
        while (random.nextInt(4) == 0) {
            path.append('.').append(name(random));
        }
        return FieldPath.parse(path.toString());
    }

    private static String name(Random random) {
        return random.nextInt(20) == 0 ? "0" : NAMES.get(random.nextInt(NAMES.size()));
    }

    private static RawBsonDocument document(Random random) {
        ByteOutput out = new ByteOutput(256);
        document(random, 0, false, out);
        return new RawBsonDocument(out.bytes(), 0, out.length());
    }

    /** Written by hand, as a name may be there twice. */
    private static void document(Random random, int depth, boolean array, ByteOutput out) {
        int start = out.start();
        int count = random.nextInt(depth > 1 ? 4 : 8);
        for (int i = 0; i < count; i++) {
            int kind = depth > 3 ? 2 + random.nextInt(3) : random.nextInt(5);
            byte[] name = ByteOutput.utf8(array ? Integer.toString(i) : memberName(random));
            BsonValue scalar = kind == 2
                    ? new BsonString(name(random))
                    : kind == 3 ? new BsonInt32(random.nextInt(3)) : BsonNull.VALUE;
            out.int8(kind == 0 ? 3 : kind == 1 ? 4 : new Leaf(scalar).type());
            out.raw(name, 0, name.length);
            out.int8(0);
            if (kind < 2) {
                document(random, depth + 1, kind == 1, out);
            } else {
                new Leaf(scalar).write(out);
            }
        }
        out.end(start);
    }

    private static String memberName(Random random) {
        return random.nextInt(30) == 0 ? name(random) + "." + name(random) : name(random);
    }

    private static String hex(RawBsonDocument document) {
        byte[] bytes = new byte[document.getByteBuffer().remaining()];
        document.getByteBuffer().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
