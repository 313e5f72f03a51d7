package dev.millrace.sink.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.Namespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectLayoutTest {

    private static final ObjectLayout PLAIN = new ObjectLayout(false);

    @ParameterizedTest
    @CsvSource({
        "orders, orders",
        "a.b-c_d~e, a.b-c_d~e",
        "a/b, a%2Fb",
        ".., %2E.",
        ".hidden, %2Ehidden",
        "50%, 50%25",
        "a b, a%20b",
        "ü, %C3%BC",
        "a\\b, a%5Cb",
        "a=b, a%3Db"
    })
    void escapesCollectionNamesAsMongorestoreUnescapesThem(String collection, String directory) {
        assertThat(PLAIN.directory(new Namespace("shop", collection))).isEqualTo("shop/" + directory + "/");
    }

    @Test
    void countsPartsWithFiveDigitsOrMore() {
        Namespace orders = new Namespace("shop", "orders");

        assertThat(PLAIN.part(orders, 7, "parquet")).isEqualTo("shop/orders/part-00007.parquet");
        assertThat(PLAIN.part(orders, 1_234_567, "jsonl.gz")).isEqualTo("shop/orders/part-1234567.jsonl.gz");
    }

    @Test
    void knowsItsPartsFromEverythingElse() {
        assertThat(ObjectLayout.partOf("s/o/", "s/o/part-00007.jsonl.zst")).hasValue(7);
        assertThat(ObjectLayout.partOf("s/o/", "s/o/part-1234567.bson.gz")).hasValue(1_234_567);
        assertThat(ObjectLayout.partOf("s/o/", "s/o/part-00007-2f1c.parquet")).isEmpty();
        assertThat(ObjectLayout.partOf("s/o/", "s/o/deeper/part-00007.parquet")).isEmpty();
        assertThat(ObjectLayout.partOf("s/o/", "s/o/part-007.parquet")).isEmpty();
        assertThat(ObjectLayout.partOf("s/o/", "s/x/part-00007.parquet")).isEmpty();
        assertThat(ObjectLayout.partOf("s/o/", "s/o/part-9999999999.parquet")).isEmpty();
    }
}
