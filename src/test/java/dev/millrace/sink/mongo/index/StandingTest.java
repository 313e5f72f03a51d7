package dev.millrace.sink.mongo.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an index that is wanted is there already, and when another one is in its way. */
class StandingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {key: {a: 1}, name: 'i'}                        | {v: 2, key: {a: 1.0}, name: 'i', ns: 'shop.orders'}
            {key: {a: 1}, name: 'i', sparse: false}         | {key: {a: 1}, name: 'i'}
            {key: {a: 1}, name: 'i', unique: true}          | {key: {a: 1}, name: 'i', unique: 1}
            {key: {a: 1}, name: 'i', expireAfterSeconds: 60} | {key: {a: 1}, name: 'i', expireAfterSeconds: 60.0}
            {key: {a: 1}, name: 'i', collation: {locale: 'en'}} | {key: {a: 1}, name: 'i', collation: {locale: 'en', strength: 3, version: '57.1'}}
            {key: {a: 1}, name: 'i', collation: {locale: 'simple'}} | {key: {a: 1}, name: 'i'}
            {key: {a: 'text'}, name: 'i', weights: {a: 1}}  | {key: {_fts: 'text', _ftsx: 1}, name: 'i', weights: {a: 1}, default_language: 'english'}
            {key: {a: 1}, name: 'i', partialFilterExpression: {a: {$gt: 5}}} | {key: {a: 1}, name: 'i', partialFilterExpression: {a: {$gt: 5.0}}}
            """)
    void theSameDefinitionIsPresentHoweverItIsSpelled(String wanted, String there) {
        assertThat(standing(wanted, there)).isEqualTo(new Standing.Present());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {key: {a: 1}, name: 'i'}               | {key: {a: -1}, name: 'i'}                                 | key
            {key: {a: 1, b: 1}, name: 'i'}         | {key: {b: 1, a: 1}, name: 'i'}                            | key
            {key: {a: 1}, name: 'i', unique: true} | {key: {a: 1}, name: 'i'}                                  | unique
            {key: {a: 1}, name: 'i'}               | {key: {a: 1}, name: 'other', sparse: true}                | sparse
            {key: {a: 1}, name: 'i'}               | {key: {a: 1}, name: 'i', hidden: true}                    | hidden
            {key: {a: 1}, name: 'i'}               | {key: {a: 1}, name: 'i', collation: {locale: 'en'}}       | collation
            {key: {a: 1}, name: 'i', expireAfterSeconds: 1} | {key: {a: 1}, name: 'i', expireAfterSeconds: 2}  | expireAfterSeconds
            {key: {'$**': 1}, name: 'i', wildcardProjection: {a: 1}} | {key: {'$**': 1}, name: 'i'}            | wildcardProjection
            """)
    void whatDiffersIsNamed(String wanted, String there, String option) {
        assertThat(standing(wanted, there))
                .isInstanceOfSatisfying(
                        Standing.Different.class,
                        different -> assertThat(different.options()).isEqualTo(Set.of(option)));
    }

    @Test
    void aSecondIndexOnTheKeyWithAnotherCollationOrFilterIsAllowed() {
        assertThat(standing("{key: {a: 1}, name: 'i'}", "{key: {a: 1}, name: 'j', collation: {locale: 'en'}}"))
                .isEqualTo(new Standing.Absent());
        assertThat(standing(
                        "{key: {a: 1}, name: 'i', partialFilterExpression: {a: {$gt: 5}}}", "{key: {a: 1}, name: 'j'}"))
                .isEqualTo(new Standing.Absent());
    }

    @Test
    void theSameUnderAnotherNameCounts() {
        assertThat(standing("{key: {a: 1}, name: 'i'}", "{key: {a: 1}, name: 'j'}"))
                .isEqualTo(new Standing.Renamed("j"));
    }

    @Test
    void anExpiryThatIsOffIsNotADifferentOne() {
        assertThat(standing(
                        "{key: {a: 1}, name: 'i', expireAfterSeconds: 60}",
                        "{key: {a: 1}, name: 'i', expireAfterSeconds: 2147483647}"))
                .isEqualTo(new Standing.Disabled());
    }

    private static Standing standing(String wanted, String there) {
        return Standing.of(
                new IndexDefinition(BsonDocument.parse(wanted)),
                List.of(BsonDocument.parse("{key: {_id: 1}, name: '_id_'}"), BsonDocument.parse(there)));
    }
}
