package dev.millrace.source.mongo;

import static dev.millrace.contract.Reading.numbered;
import static dev.millrace.contract.Reading.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.source.NamespaceSelection;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What a source finds and knows of collections, with full and with few privileges. */
class MongoCollectionsTest {

    @Test
    void kindsCountsAndSizesAreKnown() {
        try (MongoDouble mongo = stocked();
                MongoSource source = Sources.of(mongo)) {
            List<CollectionInfo> found = source.collections(new NamespaceSelection(List.of("shop")));

            assertThat(found)
                    .extracting(CollectionInfo::kind)
                    .containsExactly(
                            CollectionKind.CAPPED,
                            CollectionKind.COLLECTION,
                            CollectionKind.VIEW,
                            CollectionKind.TIMESERIES);
            assertThat(found.get(1).documents()).isEqualTo(100);
            assertThat(found.get(1).averageBytes(0)).isBetween(40L, 60L);
            assertThat(found.get(2).documents()).isEqualTo(CollectionInfo.UNKNOWN);
        }
    }

    @Test
    void metadataHasTheLayoutOfMongodump() {
        try (MongoDouble mongo = stocked();
                MongoSource source = Sources.of(mongo)) {
            BsonDocument collection = Sources.only(source, "shop.orders").metadata();
            BsonDocument log = Sources.only(source, "shop.log").metadata();
            BsonDocument view = Sources.only(source, "shop.view").metadata();

            assertThat(collection.keySet()).containsExactly("indexes", "uuid", "collectionName", "type");
            assertThat(collection.getString("uuid").getValue()).matches("[0-9a-f]{32}");
            assertThat(collection
                            .getArray("indexes")
                            .getFirst()
                            .asDocument()
                            .getString("name")
                            .getValue())
                    .isEqualTo("_id_");
            assertThat(log.getDocument("options").keySet()).contains("capped", "size");
            assertThat(view.keySet()).containsExactly("options", "indexes", "collectionName", "type");
            assertThat(view.getString("type").getValue()).isEqualTo("view");
        }
    }

    @Test
    void patternsMayBeginWithAStar() {
        try (MongoDouble mongo = stocked().insert("blog.orders", numbered(1).getFirst());
                MongoSource source = Sources.of(mongo)) {
            assertThat(source.collections(new NamespaceSelection(List.of("*.orders"))))
                    .extracting(info -> info.namespace().toString())
                    .containsExactly("blog.orders", "shop.orders");
        }
    }

    @Test
    void aSlipOfThePenGetsASuggestion() {
        try (MongoDouble mongo = stocked();
                MongoSource source = Sources.of(mongo)) {
            MillraceException failure =
                    catchThrowableOfType(MillraceException.class, () -> Sources.only(source, "shop.Order"));

            assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(failure.hint()).isEqualTo("did you mean orders? there is log, orders, view, weather");
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        try (MongoDouble mongo = stocked();
                MongoSource source = Sources.of(mongo)) {
            MillraceException failure =
                    catchThrowableOfType(MillraceException.class, () -> Sources.only(source, "shopp"));

            assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(failure.problem()).contains("shopp");
        }
    }

    @Test
    void aSystemCollectionNamedOutrightIsNotThereForUs() {
        try (MongoDouble mongo = stocked();
                MongoSource source = Sources.of(mongo)) {
            MillraceException failure =
                    catchThrowableOfType(MillraceException.class, () -> Sources.only(source, "shop.system.views"));

            assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(failure.problem()).contains("belongs to the system");
        }
    }

    @Test
    void whoMayNotListCanStillReadWhatTheyName() {
        try (MongoDouble mongo = MongoDouble.builder()
                        .refusing("listCollections")
                        .refusing("listIndexes")
                        .refusing("count")
                        .refusing("aggregate")
                        .refusing("splitVector")
                        .start()
                        .insert("shop.orders", numbered(100).toArray(BsonDocument[]::new));
                MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, "shop.orders");

            assertThat(info.documents()).isEqualTo(CollectionInfo.UNKNOWN);
            assertThat(readAll(source, info, 30)).isEqualTo(numbered(100));
        }
    }

    @Test
    void whoMayListNamesOnlyIsToldByThem() {
        try (MongoDouble mongo = stocked()) {
            mongo.faults()
                    .on("listCollections")
                    .where(list -> !list.body().containsKey("authorizedCollections"))
                    .always()
                    .answer(13, "Unauthorized", "not authorized on shop to execute command");
            try (MongoSource source = Sources.of(mongo)) {
                assertThat(Sources.only(source, "shop.view").kind()).isEqualTo(CollectionKind.VIEW);
                assertThat(Sources.only(source, "shop.orders").documents()).isEqualTo(100);
            }
        }
    }

    private static MongoDouble stocked() {
        return MongoDouble.builder()
                .start()
                .insert("shop.orders", numbered(100).toArray(BsonDocument[]::new))
                .create("shop.view", BsonDocument.parse("{viewOn: 'orders', pipeline: []}"))
                .create("shop.log", BsonDocument.parse("{capped: true, size: 100000}"))
                .create("shop.weather", BsonDocument.parse("{timeseries: {timeField: 't'}}"));
    }
}
