package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

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

    @Test
    void isEqualToOneOfTheSameTokenHoweverThatIsKept() {
        ResumePoint point = new ResumePoint(RawBsonDocument.parse(TOKEN));

        assertThat(point)
                .isEqualTo(new ResumePoint(BsonDocument.parse(TOKEN)))
                .hasSameHashCodeAs(new ResumePoint(BsonDocument.parse(TOKEN)))
                .isNotEqualTo(new ResumePoint(BsonDocument.parse("{_data: '8263A1'}")));
    }
}
