package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumePointTest {

    private static final String TOKEN = "{_data: '8263A0'}";

    @Test
    void isToldByTheTextOfItsToken() {
        ResumePoint point = new ResumePoint(RawBsonDocument.parse(TOKEN));

        assertThat(point.text()).isEqualTo("8263A0").isSameAs(point.text());
        assertThat(point).hasToString("8263A0");
    }

    @Test
    void isToldByItsTokenAsJsonWhereThatHasNoText() {
        assertThat(new ResumePoint(BsonDocument.parse("{lsn: 7}")).text()).isEqualTo("{\"lsn\": 7}");
    }

    /** Cosmos DB's data is binary; a token may have more fields than its text; a text may be empty, or more than ASCII. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {_data: ''}                                  | ''
                    {_data: 'größe'}                             | größe
                    {_data: '82', _typeBits: {$binary: {base64: 'gg==', subType: '00'}}} | 82
                    {_data: {$binary: {base64: 'gg==', subType: '00'}}} | {"_data": {"$binary": {"base64": "gg==", "subType": "00"}}}
                    {_datum: '82'}                               | {"_datum": "82"}
                    {}                                           | {}
                    """)
    void isToldTheSameWhetherItsBytesAreReadOrItsFields(String token, String text) {
        assertThat(new ResumePoint(RawBsonDocument.parse(token)).text()).isEqualTo(text);
        assertThat(new ResumePoint(BsonDocument.parse(token)).text()).isEqualTo(text);
    }

    @Test
    void isEqualToOneOfTheSameTokenHoweverThatIsKept() {
        ResumePoint point = new ResumePoint(RawBsonDocument.parse(TOKEN));

        assertThat(point)
                .isEqualTo(new ResumePoint(BsonDocument.parse(TOKEN)))
                .hasSameHashCodeAs(new ResumePoint(BsonDocument.parse(TOKEN)))
                .isNotEqualTo(new ResumePoint(BsonDocument.parse("{_data: '8263A1'}")));
    }
}
