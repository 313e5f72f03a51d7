package dev.millrace.transform;

import static dev.millrace.transform.Events.json;
import static dev.millrace.transform.Events.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.config.stream.DocumentsText;
import dev.millrace.model.Change;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each transform does to a whole document. */
class TransformsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Removing
                "remove: [a]                         | {a: 1, b: 2}                   | {b: 2}",
                "remove: [a.b]                       | {a: {b: 1, c: 2}}              | {a: {c: 2}}",
                "remove: [a.b]                       | {a: [{b: 1}, {c: 2}, 3]}       | {a: [{}, {c: 2}, 3]}",
                "remove: [a.b]                       | {a: [[{b: 1, c: 1}]]}          | {a: [[{c: 1}]]}",
                "remove: [a.1]                       | {a: [1, 2, 3]}                 | {a: [1, null, 3]}",
                "remove: [a.1.b]                     | {a: [{b: 1}, {b: 2}]}          | {a: [{b: 1}, {}]}",
                "remove: [a.*.b]                     | {a: {x: {b: 1}, y: [{b: 1}]}}  | {a: {x: {}, y: [{}]}}",
                "remove: [a.b]                       | {'a.b': 1, c: 1}               | {c: 1}",
                "remove: [a, b.c]                    | {d: 1}                         | {d: 1}",
                // Keeping only
                "keep_only: [a.b]                    | {_id: 1, a: {b: 1, c: 2}, d: 3} | {_id: 1, a: {b: 1}}",
                "keep_only: [a.b]                    | {_id: 1, a: [{b: 1, c: 2}, 3]} | {_id: 1, a: [{b: 1}]}",
                "keep_only: {fields: [a], id: false} | {_id: 1, a: {b: 1}, c: 1}      | {a: {b: 1}}",
                "keep_only: [a.b]                    | {_id: 1, a: 'scalar'}          | {_id: 1}",
                "keep_only: [a.*.b]                  | {_id: 1, a: {x: {b: 1, c: 1}}} | {_id: 1, a: {x: {b: 1}}}",
                // Renaming
                "rename: {a: b}                      | {a: 1, c: 2}                   | {b: 1, c: 2}",
                "rename: {a.b: c}                    | {a: [{b: 1, d: 2}, {b: 3}]}    | {a: [{c: 1, d: 2}, {c: 3}]}",
                "rename: {a: b}                      | {a: 1, b: 2}                   | {b: 1}",
                "rename: {a.b: c.d}                  | {a: {b: {x: 1}, e: 2}}         | {a: {e: 2}, c: {d: {x: 1}}}",
                "rename: {a.b: $.c}                  | {a: {b: 1}}                    | {a: {}, c: 1}",
                // Masking
                "mask: {fields: [a], keep_last: 4}   | {a: '4111111111111111'}        | {a: '************1111'}",
                "mask: {fields: [a], keep_last: 4}   | {a: '1111'}                    | {a: '****'}",
                "mask: {fields: [a], keep_last: 1, with: '#'} | {a: 'h\u00f6\ud83d\ude00x'} | {a: '###x'}",
                "mask: {fields: [a], fixed: hidden}  | {a: ['x', 5, {b: true}]}       | {a: ['hidden', 'hidden', {b: 'hidden'}]}",
                "mask: {fields: [a], keep_last: 2}   | {a: {$numberLong: '12345'}}    | {a: '***45'}",
                "mask: {fields: [a, b]}              | {a: true, b: false}            | {a: '****', b: '****'}",
                "mask: {fields: [a]}                 | {a: null}                      | {a: null}",
                "mask: {fields: [a]}                 | {a: {$minKey: 1}}              | {a: '****'}",
                // Prefixes
                "prefix: {fields: [n], value: 'wh_{w.id}_'} | {w: {id: 3}, n: 5}       | {w: {id: 3}, n: 'wh_3_5'}",
                "prefix: {fields: [n], value: 'wh_{w}_'}    | {n: ['a', null]}         | {n: ['wh__a', null]}",
                "prefix: {fields: [n], names: 'wh_{w}_'}    | {w: 1, n: 5}             | {w: 1, wh_1_n: 5}",
                "prefix: {fields: ['*'], names: p_}         | {a: 1, b: {c: 2}}        | {p_a: 1, p_b: {c: 2}}",
                "prefix: {fields: [a.*], names: p_}         | {a: [{b: 1}, {c: 2}]}    | {a: [{p_b: 1}, {p_c: 2}]}",
                // Casts
                "cast: {a: decimal}                  | {a: '1.50'}                    | {a: {$numberDecimal: '1.50'}}",
                "cast: {a.b: long}                   | {a: [{b: 1}, {b: '2'}]}        | {a: [{b: {$numberLong: '1'}}, {b: {$numberLong: '2'}}]}",
                "cast: {a: date}                     | {a: '2026-11-21T10:00:00+01:00'} | {a: {$date: '2026-11-21T09:00:00Z'}}"
            })
    void changesAWholeDocument(String transform, String document, String expected) {
        Change change = published("- " + transform, "{fullDocument: " + document + "}");

        assertThat(new BsonDocument("is", bson(change.document()))).isEqualTo(json("{is: " + expected + "}"));
    }

    /** Decoded, so that documents are compared field by field. */
    private static BsonDocument bson(BsonDocument document) {
        return Events.raw(document).decode(new BsonDocumentCodec());
    }

    @Test
    void whatNoTransformTouchesStaysTheBytesThatItWas() {
        Change change = Change.of(Events.of("{operationType: 'update', fullDocument: {a: {b: 1}, c: [1]},"
                + " updateDescription: {updatedFields: {'c.0': 1}, removedFields: []}}"));

        Change same = Events.transform("transforms: {pre_publish: [{remove: [x, a.y]}, {mask: {fields: [z.*]}}]}")
                .apply(change);

        assertThat(same).isSameAs(change);
        assertThat(same.touched()).isFalse();
    }

    @Test
    void theOriginalEventIsNeverChanged() {
        Change change = Change.of(Events.of("{fullDocument: {a: {b: 1, c: 'x'}}}"));
        String before = change.document().toJson();

        Events.transform("transforms: {pre_publish: [{remove: [a.b]}, {mask: {fields: [a.c]}}]}")
                .apply(change);

        assertThat(change.document().toJson()).isEqualTo(before);
    }

    @Test
    void hashesTellEqualValuesWhateverTheirTypes() {
        BsonDocument hashed = published(
                        "- hash: {fields: [a, b, c, d, e, n]}",
                        "{fullDocument: {a: 5, b: 5.0, c: '5', d: {$numberDecimal: '5.00'}, e: '6', n: null}}")
                .document();

        // printf 5 | openssl dgst -sha256 -hmac sea
        BsonString five = new BsonString("9c189cdef45c3a3c03e462d09eebe5874bdf7b4520985b800c3c184ffccd0e76");
        assertThat(List.of(hashed.get("a"), hashed.get("b"), hashed.get("c"), hashed.get("d")))
                .containsOnly(five);
        assertThat(hashed.get("e")).isNotEqualTo(five);
        assertThat(hashed.isNull("n")).isTrue();
    }

    @Test
    void tokensKeepTypeAndForm() {
        String document = "{text: 'Ann-7@example.com', i: -4711, l: {$numberLong: '1234567890123'}, d: 19.95,"
                + " m: {$numberDecimal: '120.50'}, at: {$date: '2026-11-21T10:00:00.123Z'},"
                + " day: {$date: '2026-11-21T00:00:00Z'}, id: {$oid: '507f1f77bcf86cd799439011'},"
                + " uuid: {$uuid: '00112233-4455-6677-8899-aabbccddeeff'}, yes: true, none: null, sign: '---'}";
        String transform = "- tokenize: {fields: [text, i, l, d, m, at, day, id, uuid, yes, none, sign]}";

        BsonDocument token =
                published(transform, "{fullDocument: " + document + "}").document();

        assertThat(token.getString("text").getValue())
                .matches("[A-Z][a-z]{2}-[0-9]@[a-z]{7}\\.[a-z]{3}")
                .isNotEqualTo("Ann-7@example.com");
        assertThat(token.getInt32("i").getValue()).isBetween(-9999, -1000).isNotEqualTo(-4711);
        assertThat(token.getInt64("l").getValue()).isBetween(1_000_000_000_000L, 9_999_999_999_999L);
        assertThat(token.getDouble("d").getValue()).isBetween(10.0, 99.99);
        assertThat(token.getDecimal128("m").getValue().toString()).matches("[1-9]\\d\\d\\.\\d\\d");
        assertThat(token.getDateTime("day").getValue() % 86_400_000).isZero();
        assertThat(token.getDateTime("at").getValue()).isBetween(0L, 4_102_444_800_000L);
        assertThat(token.isObjectId("id")).isTrue();
        assertThat(token.getBinary("uuid").asUuid().version()).isEqualTo(4);
        assertThat(token.isNull("yes")).isTrue();
        assertThat(token.isNull("none")).isTrue();
        assertThat(token.getString("sign").getValue()).matches("[0-9a-f]{16}");
        assertThat(published(transform, "{fullDocument: " + document + "}").document())
                .isEqualTo(token);
    }

    @Test
    void addsHowTheDocumentCame() {
        BsonDocument document = published(
                        "- metadata: {field: _meta, values: {at: processed_time, ns: namespace, op: operation,"
                                + " ct: cluster_time, v: millrace_version, s: schema_version, t: document_type}}",
                        "{fullDocument: {a: 1}}")
                .document();

        assertThat(document.getDocument("_meta"))
                .isEqualTo(json("{at: {$date: '2026-11-21T10:00:00Z'}, ct: {$date: '2026-11-20T23:06:24Z'},"
                        + " ns: 'shop.order', op: 'insert', t: 'order', v: '0.1.0'}"));
    }

    @Test
    void transformsWorkInTheOrderOfTheirStages() {
        Change change = Events.transform("""
                        transforms:
                          pre_publish: [{prefix: {fields: [c], value: 'last_'}}]
                          pre_validation: [{rename: {a: b}}]
                          post_validation: [{rename: {b: c}}, {prefix: {fields: [c], value: 'first_'}}]
                        """).apply(Change.of(Events.of("{fullDocument: {a: 'x'}}")));

        assertThat(change.document()).isEqualTo(json("{c: 'last_first_x'}"));
    }

    @Test
    void aValueThatCannotBeCastRejectsTheEventWithoutTellingIt() {
        assertThatThrownBy(() -> published("- cast: {a: int}", "{fullDocument: {a: 'secret'}}"))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.DATA);
                    assertThat(e.problem()).isEqualTo("a holds a value of type string that cannot be converted to int");
                });
        assertThat(published("- {cast: {a: int}, on_failure: keep}", "{fullDocument: {a: 'x'}}")
                        .document())
                .isEqualTo(json("{a: 'x'}"));
        assertThat(published("- {cast: {a: int}, on_failure: 'null'}", "{fullDocument: {a: 'x'}}")
                        .document())
                .isEqualTo(json("{a: null}"));
    }

    @Test
    void ownTransformsAreCalledByTheirNamesAmongOthers() {
        NamedTransform own = new NamedTransform() {
            @Override
            public String name() {
                return "greet";
            }

            @Override
            public Change apply(Change change) {
                BsonDocument document = new BsonDocument();
                change.document().forEach(document::append);
                BsonValue name = document.get("name");
                return change.with(
                                document.append(
                                        "greeting",
                                        new BsonString(
                                                "Hello " + name.asString().getValue())),
                                change.before(),
                                change.description())
                        .withAttribute("greeted", "yes");
            }
        };

        Change change = Events.transform(
                        "transforms: {pre_publish: [{rename: {n: name}}, {custom: greet}, {remove: [name]}]}", own)
                .apply(Change.of(Events.of("{fullDocument: {n: 'Ann'}}")));

        assertThat(change.document()).isEqualTo(json("{greeting: 'Hello Ann'}"));
        assertThat(change.attributes()).containsEntry("greeted", "yes");
        assertThat(change.key()).isEqualTo(json("{_id: 7}"));
    }

    @Test
    void namesThatAreNotThereAreTold() {
        assertThatThrownBy(() -> Events.transform("transforms: {pre_publish: [{custom: nobody}]}"))
                .hasMessageContaining("documents.types.order names the transform 'nobody', which is not there");
        DocumentSteps steps = steps("documents: {types: {ordr: {}}}");
        assertThatThrownBy(() -> steps.checkUsed(List.of("order")))
                .hasMessageContaining("documents.types names ordr, but the streams have documents of the types order");
    }

    @Test
    void aStreamOfManyCollectionsHasATypeEach() {
        DocumentSteps steps = steps(
                "documents: {types: {order: {transforms: {pre_publish: [{remove: [a]}]}}, customer: {transforms: {pre_publish: [{remove: [b]}]}}}}");
        Transform transform = steps.of("").getFirst();

        Change order = transform.apply(Change.of(Events.of("{fullDocument: {a: 1, b: 2}}")));
        Change customer = transform.apply(
                Change.of(Events.of("{fullDocument: {a: 1, b: 2}, ns: {db: 'shop', coll: 'customer'}}")));
        Change other =
                transform.apply(Change.of(Events.of("{fullDocument: {a: 1, b: 2}, ns: {db: 'shop', coll: 'other'}}")));

        assertThat(order.document()).isEqualTo(json("{b: 2}"));
        assertThat(customer.document()).isEqualTo(json("{a: 1}"));
        assertThat(other.touched()).isFalse();
        assertThat(steps.of("order")).hasSize(1);
        assertThat(steps.of("other")).isEmpty();
    }

    private static DocumentSteps steps(String yaml) {
        return new DocumentSteps(DocumentsText.read(yaml), List.of(), Events.CLOCK, "0.1.0");
    }
}
