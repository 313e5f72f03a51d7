package dev.millrace.source.generated.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.Dataset;
import dev.millrace.source.generated.DocumentGenerator;
import dev.millrace.source.generated.GeneratedCollection;
import dev.millrace.source.generated.GeneratedSource;
import dev.millrace.source.generated.MadeUp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionTest {

    @Test
    void constantsKeepTheirTypes() {
        BsonDocument document = first("""
                a: 1
                b: 3000000000
                c: 1.5
                d: text
                e: true
                f: null
                g: 2024-02-29
                h: [1, two, {three: 3}]
                i: {j: {k: 7}}
                """);

        document.remove("_id");
        assertThat(document).isEqualTo(BsonDocument.parse("""
                {a: 1, b: {$numberLong: '3000000000'}, c: 1.5, d: 'text', e: true, f: null,
                 g: {$date: '2024-02-29T00:00:00Z'}, h: [1, 'two', {three: 3}], i: {j: {k: 7}}}"""));
    }

    @Test
    void numbersAreComputedExactlyAndRoundedHalfAwayFromZero() {
        BsonDocument document = first("""
                price: {$decimal: 0.15}
                half: {$decimal: price * 0.5}
                minus: {$decimal: -price * 0.5}
                long: {$long: (2 + 3) * 4 - 1}
                scaled: {$decimal: {value: 1 + 0.123456, scale: 4}}
                double: {$double: price + 0.1}
                comparison: {$int: (price < 1) + (price == 0.15) + (price >= 2)}
                large: {$int: 3000000 * 1000}
                """);

        assertThat(document.getDecimal128("half").getValue()).hasToString("0.08");
        assertThat(document.getDecimal128("minus").getValue()).hasToString("-0.08");
        assertThat(document.getInt64("long").getValue()).isEqualTo(19);
        assertThat(document.getDecimal128("scaled").getValue()).hasToString("1.1235");
        assertThat(document.getDouble("double").getValue()).isEqualTo(0.25);
        assertThat(document.getInt32("comparison").getValue()).isEqualTo(2);
        assertThat(document.getInt64("large").getValue()).isEqualTo(3_000_000_000L);
    }

    @Test
    void sumsAndCountsAreThoseOfTheNewestArray() {
        BsonDocument document = first("""
                groups:
                  $array:
                    length: 2
                    of:
                      values: {$array: {length: position + 1, of: {$int: 10}}}
                      sum: {$int: sum(values)}
                      count: {$int: count(values)}
                total: {$int: sum(groups.sum)}
                """);

        assertThat(document.getArray("groups")
                        .get(0)
                        .asDocument()
                        .getInt32("sum")
                        .getValue())
                .isEqualTo(10);
        assertThat(document.getArray("groups")
                        .get(1)
                        .asDocument()
                        .getInt32("sum")
                        .getValue())
                .isEqualTo(20);
        assertThat(document.getArray("groups")
                        .get(1)
                        .asDocument()
                        .getInt32("count")
                        .getValue())
                .isEqualTo(2);
        assertThat(document.getInt32("total").getValue()).isEqualTo(30);
    }

    @Test
    void textsAreBuiltFromEarlierFieldsAndPools() {
        BsonDocument document = first("""
                name: {$pick: [Anna]}
                count: {$int: 42}
                text: {$text: "{lower name}-{name}-{count:05}-{index}-{@only}-{digits 3}{hex 2}{letters 20}"}
                """);

        assertThat(document.getString("text").getValue()).matches("anna-Anna-00042-0-grün-\\d{3}[0-9a-f]{2}[A-Z]{20}");
    }

    @Test
    void numbersStayInTheirBoundsAndFollowTheirDistribution() {
        List<BsonDocument> documents = many(4000, """
                uniform: {$int: {min: -5, max: 5}}
                normal: {$int: {min: 0, max: 100, distribution: normal, mean: 30, deviation: 5}}
                zipf: {$int: {min: 1, max: 1000000, distribution: zipf}}
                price: {$decimal: {min: 0.50, max: 0.52}}
                """);

        int[] uniform = ints(documents, "uniform");
        int[] normal = ints(documents, "normal");
        int[] zipf = ints(documents, "zipf");
        assertThat(Arrays.stream(uniform).distinct().sorted()).containsExactly(-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5);
        assertThat(Arrays.stream(normal).average().orElseThrow()).isBetween(29.0, 31.0);
        assertThat(Arrays.stream(normal)
                                .filter(value -> value >= 25 && value <= 35)
                                .count()
                        / 4000.0)
                .isBetween(0.6, 0.8);
        assertThat(Arrays.stream(zipf).filter(value -> value == 1).count() / 4000.0)
                .isBetween(0.03, 0.12);
        assertThat(Arrays.stream(zipf).max().orElseThrow()).isBetween(300_000, 1_000_000);
        assertThat(documents)
                .extracting(
                        document -> document.getDecimal128("price").getValue().toString())
                .containsOnly("0.50", "0.51", "0.52");
    }

    @Test
    void weightsDecideHowOftenAValueIsPicked() {
        List<BsonDocument> documents = many(4000, """
                a: {$pick: {rare: 1, often: 9, never: 0}}
                b: {$oneOf: [{weight: 3, value: {$int: 1}}, {weight: 1, value: text}]}
                c: {$bool: 0.25}
                """);

        assertThat(documents.stream()
                        .filter(d -> d.getString("a").getValue().equals("rare"))
                        .count())
                .isBetween(320L, 480L);
        assertThat(documents).noneMatch(d -> d.getString("a").getValue().equals("never"));
        assertThat(documents.stream().filter(d -> d.isInt32("b")).count()).isBetween(2850L, 3150L);
        assertThat(documents.stream().filter(d -> d.getBoolean("c").getValue()).count())
                .isBetween(880L, 1120L);
    }

    @Test
    void aValueThatIsNotThereCountsAsZero() {
        List<BsonDocument> documents = many(50, """
                list: {$array: {length: 3, of: {n: {$int: 5, $nulls: 0.5}, copy: {$int: n}}}}
                total: {$int: sum(list.n)}
                present: {$int: 1, $when: total > 5}
                """);

        assertThat(documents).allSatisfy(document -> {
            long there = document.getArray("list").stream()
                    .filter(element -> element.asDocument().isInt32("n"))
                    .count();
            assertThat(document.getInt32("total").getValue()).isEqualTo((int) there * 5);
            assertThat(document.containsKey("present")).isEqualTo(there > 1);
            assertThat(document.getArray("list"))
                    .allMatch(element -> element.asDocument().getInt32("copy").getValue()
                            == (element.asDocument().isInt32("n") ? 5 : 0));
        });
    }

    @Test
    void uuidsAreRandomOnesOfVersion4() {
        BsonDocument document = first("u: {$uuid: {}}");

        assertThat(document.getBinary("u").asUuid().version()).isEqualTo(4);
        assertThat(document.getBinary("u").asUuid().variant()).isEqualTo(2);
    }

    @Test
    void aUsersOwnDefinitionIsReadFromItsFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("cats.yaml"), """
                document:
                  _id: {$int: index}
                  name: {$pick: [Minka]}
                  owner: {$reference: {to: users, count: 10}}
                """);

        GeneratedSource source = MadeUp.source("?count=3&definition=" + file);

        assertThat(MadeUp.documents(source))
                .extracting(document -> document.getInt32("_id").getValue())
                .containsExactly(0, 1, 2);
        assertThat(MadeUp.info(source).namespace()).hasToString("generated.cats");
        assertThatThrownBy(() -> GeneratedCollection.parse("cats?definition=" + directory.resolve("dogs.yaml")))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: {$integer: 3}|unknown instruction '$integer'",
                "a: {$int: {min: 1}}|needs the option 'max'",
                "a: {$int: {min: 2, max: 1}}|less than its 'min'",
                "a: {$int: {min: x, max: 1}}|needs a number",
                "a: {$int: {mni: 1, max: 1}}|unknown option 'mni'",
                "a: {$int: {max: 9, distribution: odd}}|unknown distribution",
                "a: {$int: b}|refers to 'b'",
                "a: {$int: 1 +}|ends too early",
                "a: {$int: (1}|closing parenthesis",
                "a: {$int: 1 ; 2}|makes no sense from",
                "a: {$int: 1, $long: 2}|exactly one instruction",
                "a: {$text: '{@nowhere}'}|pool 'nowhere'",
                "a: {$date: {after: _id}}|needs the option 'max'",
                "a: {$date: {from: yesterday, to: 2024-01-01}}|needs a date",
                "a: {$date: {from: 2024-01-01, to: 2023-01-01}}|before its 'from'",
                "a: {$date: {after: _id, max: 3 weeks}}|length of time",
                "a: {$pick: []}|at least one value",
                "a: {$pick: {x: 0}}|weights",
                "a: {$bool: 2}|probability",
                "a: {$reference: {to: nothing, count: 3}}|'nothing'",
                "a: {$reference: {to: nothing}}|needs the option 'count'",
                "a: {$copy: {of: test, fields: [_id]}}|part of itself",
                "a: {$binary: {min: -1, max: 3}}|lengths from 0",
                "a: {$document: 3}|needs a map",
                "a: {$array: {of: 1}}|needs the option 'max'",
                "a: [|not readable YAML: line 5, column 1",
            })
    void aMistakeIsNamedWithItsPlace(String field, String message) {
        assertThatThrownBy(() -> compile(field))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE))
                .hasMessageContaining("data set test")
                .hasMessageContaining(field.endsWith("[") ? "line" : "field a (line 4)")
                .hasMessageContaining(message);
    }

    @Test
    void aDefinitionThatRefersToItselfComesToAnEnd() {
        String yaml = "document: {_id: {$reference: {to: self, count: 3}}}";
        Definition self = Definition.parse("self", yaml, name -> Definition.parse("self", yaml, other -> null));

        assertThatThrownBy(() -> self.family(3)).hasMessageContaining("refers to 'self', which is no collection");
    }

    private static BsonDocument first(String fields) {
        return many(1, fields).getFirst();
    }

    private static List<BsonDocument> many(int count, String fields) {
        DocumentGenerator generator = compile(fields).generator(1, count);
        BsonAppender out = new BsonAppender();
        return IntStream.range(0, count)
                .mapToObj(index -> {
                    out.clear();
                    generator.write(index, out);
                    return new RawBsonDocument(out.bytes(), 0, out.length()).decode(new BsonDocumentCodec());
                })
                .toList();
    }

    private static Dataset compile(String fields) {
        String yaml = "pools: {only: [grün]}\ndocument:\n  _id: {$objectId: {from: 2024-01-01, to: 2025-01-01}}\n"
                + fields.indent(2);
        return Definition.parse("test", yaml, name -> null)
                .family(1)
                .named("test")
                .dataset();
    }

    private static int[] ints(List<BsonDocument> documents, String field) {
        return documents.stream()
                .mapToInt(document -> document.getInt32(field).getValue())
                .toArray();
    }
}
