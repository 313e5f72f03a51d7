package dev.millrace.publish.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventFormatTest {

    @Test
    void knowsEveryFormatByItsName() {
        List<String> names = List.of("json", "json-canonical", "bson", "cloudevents", "debezium");

        assertThat(names.stream().map(EventFormat::named)).containsExactly(EventFormat.values());
        assertThat(Arrays.stream(EventFormat.values()).map(EventFormat::word)).containsExactlyElementsOf(names);
    }

    @Test
    void makesAnEncoderOfEach() {
        assertThat(Arrays.stream(EventFormat.values())
                        .map(format -> format.encoder("main", "1.0", 64, Clock.systemUTC())
                                .getClass()
                                .getSimpleName()))
                .containsExactly("JsonEncoder", "JsonEncoder", "BsonEncoder", "CloudEventsEncoder", "DebeziumEncoder");
    }

    @Test
    void saysWhichFormatsThereAre() {
        assertThatThrownBy(() -> EventFormat.named("avro")).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(e.hint()).contains("json, json-canonical, bson, cloudevents, debezium");
        });
    }
}
