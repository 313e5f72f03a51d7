package dev.millrace.config.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamFileTest {

    @Test
    void readsEverySourceOfEveryConnection() {
        List<StreamSource> sources = parse("""
                export: {format: parquet}
                mongodb:
                  connections:
                    main:
                      uri: mongodb://${DB_HOST:localhost}/
                      database: shop
                      sources:
                        orders:
                          collection: orders
                          batch_size: 500
                          full_document: updateLookup
                          pipeline:
                            - $match: {operationType: insert, fullDocument.total: {$gt: 10}}
                        all: {}
                    archive:
                      uri: env:ARCHIVE_URI
                      sources:
                        everything: {database: '*', topic: archive, document_type: any}
                  collections:
                    - {name: orders, topic: orders-changes}
                """);

        assertThat(sources)
                .extracting(StreamSource::name)
                .containsExactly("main.orders", "main.all", "archive.everything");
        assertThat(sources.getFirst())
                .isEqualTo(new StreamSource(
                        "main.orders",
                        "mongodb://db.example/",
                        "shop",
                        "orders",
                        List.of(
                                BsonDocument.parse(
                                        "{$match: {operationType: 'insert', 'fullDocument.total': {$gt: {$numberLong: '10'}}}}")),
                        "updateLookup",
                        "off",
                        Optional.of(500),
                        Optional.of("orders-changes"),
                        "orders",
                        DeduplicationSection.off()));
        assertThat(sources.get(1).collection()).isEmpty();
        assertThat(sources.get(2).database()).isEmpty();
        assertThat(sources.get(2).documentType()).isEqualTo("any");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uri: mongodb://a/ | mongodb.connections.main needs `sources`",
                "sources: {a: {database: b}} | mongodb.connections.main needs `uri`",
                "uri: '${NOT_SET}' | mongodb.connections.main.uri needs the variable NOT_SET",
                "url: mongodb://a/ | mongodb.connections.main.url is not known",
                "uri: [a] | mongodb.connections.main.uri has to be a single value",
                "sources: [a] | mongodb.connections.main.sources has to be a map",
                "sources: {a: {}} | mongodb.connections.main.sources.a needs a `database`",
                "sources: {'a b': {database: b}} | mongodb.connections.main.sources.a b has a name",
                "sources: {a: {database: b, batch_size: many}} | sources.a.batch_size is 'many'; it has to be a number",
                "sources: {a: {database: b, batch_size: 0}} | sources.a.batch_size is '0'; it has to be a number",
                "sources: {a: {database: b, full_document: all}} | sources.a.full_document is 'all'; possible are default",
                "sources: {a: {database: b, full_document_before_change: 1}} | before_change is '1'; possible are off",
                "sources: {a: {database: b, pipeline: $match}} | sources.a.pipeline is not a list of stages",
                "sources: {a: {database: b, pipeline: [x]}} | sources.a.pipeline is not a list of stages",
                "sources: {a: {database: '*', collection: c}} | sources.a names a collection of no database",
                "sources: {a: {database: b, colection: c}} | sources.a.colection is not known; possible are batch_size"
            })
    void tellsWhatIsWrongWithItsPathAndLine(String entry, String problem) {
        String yaml = "mongodb:\n  connections:\n    main:\n      " + entry + "\n";

        assertThatThrownBy(() -> parse(yaml)).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(e.problem()).contains("streams.yaml", problem).containsPattern("line [34]");
        });
    }

    @Test
    void tellsEveryErrorAtOnce() {
        assertThatThrownBy(() -> parse("""
                        mongodb:
                          connections:
                            main:
                              sources: {a: {batch_size: x}}
                            other: {}
                          collections: [{topic: t}]
                        """))
                .hasMessageContaining("errors")
                .hasMessageContaining("line 3, mongodb.connections.main needs `uri`")
                .hasMessageContaining("line 4, mongodb.connections.main.sources.a.batch_size")
                .hasMessageContaining("line 5, mongodb.connections.other needs `sources`")
                .hasMessageContaining("line 6, mongodb.collections[0] needs `name`");
    }

    @Test
    void saysWhereAFileIsNoYaml() {
        assertThatThrownBy(() -> parse("mongodb:\n  connections: {\n"))
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.problem()).contains("streams.yaml is not valid YAML", "line 3"));
    }

    private static List<StreamSource> parse(String yaml) {
        return StreamFile.parse("streams.yaml", yaml, Map.of("DB_HOST", "db.example")::get)
                .sources();
    }
}
