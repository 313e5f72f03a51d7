package dev.millrace.transform;

import static dev.millrace.transform.Events.json;
import static dev.millrace.transform.Events.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.Change;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What transforms do to updates, documents before a change, and keys. */
class UpdatesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // The field itself, what is below it, what it is in, and neighbours of a similar name
                "remove: [a.b]      | {'a.b': 1, 'a.c': 2}            | {'a.c': 2}",
                "remove: [a.b]      | {'a.b.c.0.d': 1}                | {}",
                "remove: [a.b]      | {a: {b: 1, c: 2}}               | {a: {c: 2}}",
                "remove: [a.b]      | {'a.bc': 1, 'ab': 2, 'a': 3}    | {'a.bc': 1, 'ab': 2, 'a': 3}",
                // Through arrays
                "remove: [a.b]      | {'a.3.b': 1, 'a.3.c': 2}        | {'a.3.c': 2}",
                "remove: [a.b]      | {'a.3': {b: 1, c: 2}}           | {'a.3': {c: 2}}",
                "remove: [a.b]      | {'a.3.1': {b: 1, c: 2}}         | {'a.3.1': {c: 2}}",
                "remove: [a.b]      | {a: [{b: 1, c: 2}, {c: 3}]}     | {a: [{c: 2}, {c: 3}]}",
                "remove: [a.b.c]    | {'a.0.b': [{c: 1, d: 2}]}       | {'a.0.b': [{d: 2}]}",
                "remove: [a.1.b]    | {'a.1.b': 1, 'a.2.b': 2}        | {'a.2.b': 2}",
                "remove: [a.*.b]    | {'a.x.b': 1, 'a.y': {b: 1}}     | {'a.y': {}}",
                "remove: [a]        | {'a.0.b': 1, c: 2}              | {c: 2}",
                "remove: ['*.b']    | {'a.b': 1, c: {b: 1}}           | {c: {}}",
                "keep_only: [a.b]   | {'a.0.b': 1, 'a.0.c': 1, d: 2}  | {'a.0.b': 1}",
                "keep_only: [a.b]   | {'a.0': {b: 1, c: 1}, a: 5}     | {'a.0': {b: 1}}",
                "keep_only: [a]     | {'a.0.c': 1, b: 2}              | {'a.0.c': 1}",
                "rename: {a.b: c}   | {'a.0.b.x': 1, 'a.1': {b: 2}}   | {'a.0.c.x': 1, 'a.1': {c: 2}}",
                "rename: {a.b: c.d} | {'a.b.x': 1, b: 2}              | {'c.d.x': 1, b: 2}",
                "rename: {a.b: c.d} | {a: {b: 1, e: 2}}               | {a: {e: 2}, 'c.d': 1}",
                "mask: {fields: [a.b], keep_last: 1} | {'a.0.b': 'xyz', 'a.1': {b: 'uvw'}} | {'a.0.b': '**z', 'a.1': {b: '**w'}}",
                "mask: {fields: [a], fixed: x}       | {'a.b.c': 5, 'a.d': [1, {e: 2}]}    | {'a.b.c': 'x', 'a.d': ['x', {e: 'x'}]}",
                "cast: {a.b: string}                 | {'a.7.b': 5}                        | {'a.7.b': '5'}",
                "prefix: {fields: [n], value: 'w{_id}_'}   | {n: 1}                        | {n: 'w7_1'}",
                "prefix: {fields: [n], value: 'w{m}_'}     | {n: 1, m: 2}                  | {n: 'w2_1', m: 2}",
                "prefix: {fields: [a.b], names: p_}        | {'a.0.b.c': 1}                | {'a.0.p_b.c': 1}"
            })
    void changesTheFieldsOfAnUpdateAsItChangesDocuments(String transform, String updated, String expected) {
        Change change = published(
                "- " + transform,
                "{operationType: 'update', updateDescription: {updatedFields: " + updated + ", removedFields: []}}");

        assertThat(change.description()).isEqualTo(json("{updatedFields: " + expected + ", removedFields: []}"));
    }

    /** The document that is looked up has no field for the prefix any more, so that nothing keeps its edits from being done at once. */
    @Test
    void asksTheDocumentForWhatALaterEditTakesAway() {
        Change change = published(
                "- prefix: {fields: [n], value: '{m}_'}\n- remove: [m]",
                "{operationType: 'update', fullDocument: {_id: 7, m: 2}, "
                        + "updateDescription: {updatedFields: {n: 1}, removedFields: []}}");

        assertThat(change.description()).isEqualTo(json("{updatedFields: {n: '2_1'}, removedFields: []}"));
        assertThat(change.document()).isEqualTo(json("{_id: 7}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "remove: [a.b]    | ['a.b', 'a.0.b', 'a.b.c', 'a', 'a.c']  | ['a', 'a.c']",
                "keep_only: [a.b] | ['a.b', 'a.0.b.c', 'a', 'a.c', 'd']    | ['a.b', 'a.0.b.c', 'a']",
                "rename: {a.b: c} | ['a.b', 'a.0.b.x', 'a', 'b']           | ['a.c', 'a.0.c.x', 'a', 'b']",
                "rename: {a: b.c} | ['a', 'a.x']                           | ['b.c', 'b.c.x']",
                "mask: {fields: [a]} | ['a', 'a.x']                        | ['a', 'a.x']",
                "prefix: {fields: [a], names: p_} | ['a', 'a.x']           | ['p_a', 'p_a.x']"
            })
    void changesTheNamesOfFieldsThatAreGoneOrCut(String transform, String names, String expected) {
        BsonDocument description = description(names);

        Change change = published(
                "- " + transform,
                new BsonDocument("operationType", new BsonString("update"))
                        .append("updateDescription", description)
                        .toJson());

        assertThat(change.description()).isEqualTo(description(expected));
    }

    /** With the same names in `removedFields` and `truncatedArrays`. */
    private static BsonDocument description(String names) {
        BsonDocument description = json("{updatedFields: {}, removedFields: " + names + "}");
        String arrays = String.join(
                ", ",
                description.getArray("removedFields").stream()
                        .map(name -> "{field: '" + name.asString().getValue() + "', newSize: 3}")
                        .toList());
        return description.append(
                "truncatedArrays", json("{a: [" + arrays + "]}").getArray("a"));
    }

    @Test
    void explanationsOfPathsAreLeftOutWithThePaths() {
        Change change = published("- remove: [a.b]", """
                {operationType: 'update', updateDescription: {updatedFields: {'a.b': 1, 'c.0': 2}, removedFields: [],
                 disambiguatedPaths: {'a.b': ['a.b'], 'c.0': ['c', '0']}, somethingNew: {'a.b': 1}}}""");

        assertThat(change.description())
                .isEqualTo(json(
                        "{updatedFields: {'c.0': 2}, removedFields: [], disambiguatedPaths: {'c.0': ['c', '0']}}"));
    }

    @Test
    void documentsBeforeTheChangeAreChangedToo() {
        String transform = "- remove: [a.b]\n- mask: {fields: [c], keep_last: 1}";
        String before = "fullDocumentBeforeChange: {_id: 7, a: [{b: 1}], c: 'old'}";

        for (String operation : new String[] {"update", "replace", "delete"}) {
            Change change = published(transform, "{operationType: '" + operation + "', " + before + "}");

            assertThat(change.before()).as(operation).isEqualTo(json("{_id: 7, a: [{}], c: '**d'}"));
        }
    }

    @Test
    void keysFollowWhatIsDoneToTheirFields() {
        Change change = published(
                "- hash: {fields: [_id]}\n- remove: [region.code]",
                "{fullDocument: {_id: 'ann@example.com', region: {code: 'x', name: 'y'}},"
                        + " documentKey: {_id: 'ann@example.com', 'region.code': 'x'}}");

        assertThat(change.key().keySet()).containsExactly("_id");
        assertThat(change.key().get("_id")).isEqualTo(change.document().get("_id"));
        assertThat(change.key().getString("_id").getValue()).hasSize(64);
    }

    @Test
    void aResumeTokenThatTellsAHiddenKeyIsReplacedByItsDigest() {
        String event = "{fullDocument: {_id: 'ann'}, documentKey: {_id: 'ann'}, _id: {_data: '8263616E6E'}}";

        Change hidden = published("- mask: {fields: [_id]}", event);
        Change again = published("- mask: {fields: [_id]}", event);
        Change prefixed = published("- prefix: {fields: [_id], value: 'x_'}", event);
        Change other = published("- mask: {fields: [name]}", event);

        assertThat(hidden.eventId()).matches("[0-9a-f]{32}").isEqualTo(again.eventId());
        assertThat(hidden.token()).isEqualTo(json("{_data: '" + hidden.eventId() + "'}"));
        assertThat(prefixed.eventId()).isEqualTo("8263616E6E");
        assertThat(prefixed.key()).isEqualTo(json("{_id: 'x_ann'}"));
        assertThat(other.eventId()).isEqualTo("8263616E6E");
    }

    @Test
    void aPrefixOfSomethingThatTheEventDoesNotTellRejectsIt() {
        assertThatThrownBy(() ->
                        published("- prefix: {fields: [_id], value: 'wh_{warehouse}_'}", "{operationType: 'delete'}"))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.DATA);
                    assertThat(e.problem()).contains("does not tell warehouse");
                });
        Change delete = published(
                "- prefix: {fields: [_id], value: 'wh_{warehouse}_'}",
                "{operationType: 'delete', fullDocumentBeforeChange: {_id: 7, warehouse: 3}}");
        assertThat(delete.key()).isEqualTo(json("{_id: 'wh_3_7'}"));
    }

    @Test
    void theValueInAPrefixIsThatBeforeTheTransform() {
        Change change = published("- prefix: {fields: [id], value: 'w{id}_'}", """
                {operationType: 'update', fullDocument: {id: 'a', x: 1},
                 updateDescription: {updatedFields: {id: 'a'}, removedFields: []}}""");

        assertThat(change.document()).isEqualTo(json("{id: 'wa_a', x: 1}"));
        assertThat(change.description().getDocument("updatedFields")).isEqualTo(json("{id: 'wa_a'}"));
    }

    @Test
    void anUnknownKindOfEventDoesNotCarryDocumentsPastTransformsThatHide() {
        String event = "{operationType: 'somethingNew', fullDocument: {a: 1}}";

        assertThatThrownBy(() -> published("- remove: [a]", event))
                .hasMessageContaining("unknown kind 'somethingNew' carries fullDocument");
        assertThat(published("- rename: {a: b}", event).touched()).isFalse();
    }
}
