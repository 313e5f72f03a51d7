package dev.millrace.sink.mongo.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class MetadataDifferencesTest {

    private static final String ID = "{v: 2, key: {_id: 1}, name: '_id_'}";

    @Test
    void whatAServerDecidesByItselfIsNoDifference() {
        assertThat(between(
                        "{uuid: 'aa', options: {uuid: 1, capped: true, size: 4096}, indexes: [" + ID
                                + ", {v: 1, ns: 'a.b',"
                                + " key: {a: 1}, name: 'a_1', background: true, expireAfterSeconds: 60}]}",
                        "{uuid: 'bb', options: {capped: true, size: NumberLong(4096)}, indexes: [{v: 2, key: {_id: 1.0},"
                                + " name: '_id_'}, {v: 2, key: {a: 1.0}, name: 'a_1', expireAfterSeconds: 60.0}]}"))
                .isEmpty();
    }

    @Test
    void whatIsTheDefaultNeedNotBeSaid() {
        assertThat(between(
                        "{options: {validator: {a: 1}, validationLevel: 'strict', capped: false}, indexes: [" + ID
                                + ", {key: {a: 1}, name: 'a_1', unique: false, hidden: false}]}",
                        "{options: {validator: {a: 1}, validationAction: 'error'}, indexes: [" + ID
                                + ", {key: {a: 1}, name: 'a_1', sparse: false}]}"))
                .isEmpty();
        assertThat(between("{options: {validationLevel: 'off'}}", "{options: {}}"))
                .containsExactly("the option validationLevel is missing in the target");
    }

    @Test
    void missingExtraAndDifferentIndexesAreListed() {
        assertThat(between(
                        "{indexes: [" + ID
                                + ", {key: {a: 1}, name: 'a_1'}, {key: {b: 1, c: 1}, name: 'b', unique: true},"
                                + " {key: {d: 1}, name: 'd_1'}]}",
                        "{indexes: [" + ID + ", {key: {c: 1, b: 1}, name: 'b'}, {key: {d: 1}, name: 'my_d'},"
                                + " {key: {e: 1}, name: 'e_1'}]}"))
                .containsExactlyInAnyOrder(
                        "the index a_1 is missing in the target",
                        "the index b differs in key, unique",
                        "the index d_1 has another name in the target, my_d",
                        "the index e_1 is not in the source");
    }

    @Test
    void optionsAndKindAreCompared() {
        assertThat(between(
                        "{type: 'timeseries', options: {validator: {a: 1}, capped: true}}",
                        "{type: 'collection', options: {validator: {a: 2}, collation: {locale: 'fr'}}}"))
                .containsExactly(
                        "is a timeseries in the source, and a collection in the target",
                        "the option capped is missing in the target",
                        "the option collation is not in the source",
                        "the option validator differs");
    }

    @Test
    void theVersionOfACollationIsThatOfTheServer() {
        assertThat(between(
                        "{options: {collation: {locale: 'fr', strength: 2, version: '57.1'}}}",
                        "{options: {collation: {locale: 'fr', strength: 2, version: '73.1'}}}"))
                .isEmpty();
        assertThat(between(
                        "{options: {collation: {locale: 'fr', strength: 2}}}",
                        "{options: {collation: {locale: 'fr', strength: 3}}}"))
                .containsExactly("the option collation differs");
    }

    @Test
    void aSourceThatKnowsNoIndexesSaysNothingAboutThem() {
        assertThat(between("{}", "{indexes: [" + ID + ", {key: {a: 1}, name: 'a_1'}]}"))
                .isEmpty();
    }

    private static List<String> between(String source, String target) {
        return MetadataDifferences.between(BsonDocument.parse(source), BsonDocument.parse(target));
    }
}
