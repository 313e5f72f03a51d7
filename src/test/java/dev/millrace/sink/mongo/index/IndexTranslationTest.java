package dev.millrace.sink.mongo.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.Namespace;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of the target for each index that a source lists. */
class IndexTranslationTest {

    @Test
    void whatTheServerAddedByItselfIsLeftOut() {
        IndexPlan plan = plan("{v: 2, key: {a: 1}, name: 'a_1', ns: 'shop.orders', background: true, sparse: true}");

        assertThat(requests(plan)).isEqualTo("[{\"key\": {\"a\": 1}, \"name\": \"a_1\", \"sparse\": true}]");
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void theIndexOnIdIsNotAskedFor() {
        IndexPlan plan = plan(
                "{v: 2, key: {_id: 1}, name: '_id_'}",
                "{v: 2, key: {_id: 1}, name: 'by_id', unique: true, clustered: true}");

        assertThat(plan.indexes()).isEmpty();
    }

    @Test
    void aTextIndexIsAskedForByItsFields() {
        IndexPlan plan = plan("{v: 2, key: {x: 1, _fts: 'text', _ftsx: 1, y: -1}, name: 't', weights: {a: 3, b: 1},"
                + " default_language: 'german', language_override: 'language', textIndexVersion: 3}");

        assertThat(plan.indexes().getFirst().key()).isEqualTo(json("{x: 1, a: 'text', b: 'text', y: -1}"));
        assertThat(plan.indexes().getFirst().specification())
                .containsKeys("weights", "default_language")
                .doesNotContainKey("textIndexVersion");
    }

    @Test
    void theVersionOfACollationIsItsServersOwn() {
        IndexPlan plan = plan("{v: 2, key: {a: 1}, name: 'a_1', collation: {locale: 'en', version: '57.1'}}");

        assertThat(plan.indexes().getFirst().specification().getDocument("collation"))
                .isEqualTo(json("{locale: 'en'}"));
    }

    @Test
    void anIndexWithoutCollationSaysSoWhereItsCollectionHasOne() {
        BsonDocument metadata = json("{options: {collation: {locale: 'de'}}}")
                .append("indexes", new BsonArray(List.of(json("{key: {a: 1}, name: 'a_1'}"))));

        assertThat(requests(plan(metadata, false))).contains("\"collation\": {\"locale\": \"simple\"}");
    }

    @Test
    void optionsThatMongoDbDoesNotHaveAreLeftOutAndNamed() {
        IndexPlan plan = plan("{v: 1, key: {a: 1}, name: 'a_1', vectorOptions: {x: 1}}");

        assertThat(requests(plan)).doesNotContain("vectorOptions");
        assertThat(plan.notes())
                .containsExactly(
                        "archive.orders: index a_1 is made without vectorOptions, which MongoDB does not have");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {key: {_ts: 1}, name: 'ttl', expireAfterSeconds: 60}     | true  | _ts, the time of their last change  | a field of your own
            {key: {_ts: 1}, name: 'by_ts'}                           | true  | a field that only Cosmos DB has     | index it
            {key: {'$**': 1}, name: 'all'}                           | true  | Cosmos DB's index of every field    | fields that your queries use
            {key: {p: 'geoHaystack', t: 1}, name: 'h', bucketSize: 1} | false | no geoHaystack indexes since 5.0    | create a 2d index
            {key: {a: 1}, name: 'n', expireAfterSeconds: NaN}        | false | no number from 0 to 2147483647      | the time that was meant
            """)
    void whatCannotBeHadIsNotedWithWhatToDo(String index, boolean fromCosmos, String why, String remedy) {
        BsonDocument metadata = new BsonDocument(
                "indexes", new BsonArray(List.of(json(index.replace("NaN", "{$numberDouble: 'NaN'}")))));

        IndexPlan plan = plan(metadata, fromCosmos);

        assertThat(plan.indexes()).isEmpty();
        assertThat(plan.notes()).singleElement().asString().contains("is not built", why, remedy);
    }

    @Test
    void aMongoDbMayWellHaveAFieldCalledTsAndAWildcardIndex() {
        IndexPlan plan = plan(
                "{key: {_ts: 1}, name: 'ttl', expireAfterSeconds: 60}",
                "{key: {'$**': 1}, name: 'all', wildcardProjection: {a: 1}}");

        assertThat(plan.indexes()).hasSize(2);
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void directionsThatOnlyOldServersTookBecomeAscending() {
        IndexPlan plan = plan("{key: {a: true, b: '', c: -1}, name: 'old'}");

        assertThat(plan.indexes().getFirst().key()).isEqualTo(json("{a: 1, b: 1, c: -1}"));
        assertThat(plan.notes()).hasSize(2).first().asString().contains("no valid direction for a");
    }

    private static IndexPlan plan(String... indexes) {
        BsonArray listed = new BsonArray();
        for (String index : indexes) {
            listed.add(json(index));
        }
        return plan(new BsonDocument("indexes", listed), false);
    }

    private static IndexPlan plan(BsonDocument metadata, boolean fromCosmos) {
        CollectionInfo collection =
                new CollectionInfo(Namespace.parse("shop.orders"), CollectionKind.COLLECTION, 1, 1, metadata);
        return IndexTranslation.of(collection, Namespace.parse("archive.orders"), fromCosmos);
    }

    private static String requests(IndexPlan plan) {
        return plan.indexes().stream()
                .map(index -> index.specification().toJson())
                .toList()
                .toString();
    }

    private static BsonDocument json(String text) {
        return BsonDocument.parse(text);
    }
}
