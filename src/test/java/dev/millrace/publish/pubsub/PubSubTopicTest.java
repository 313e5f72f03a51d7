package dev.millrace.publish.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PubSubTopicTest {

    @ParameterizedTest
    @CsvSource({
        "pubsub://my-project/orders",
        "pubsub:my-project/orders",
        "pubsub:///orders",
        "projects/my-project/topics/orders",
        "orders"
    })
    void isReadFromEveryForm(String text) {
        assertThat(PubSubTopic.parse(text, "my-project")).isEqualTo(new PubSubTopic("my-project", "orders"));
    }

    @Test
    void isWrittenAsAUriAndAsAPath() {
        PubSubTopic topic = PubSubTopic.parse("pubsub://google.com:odd/a.b_c~d+e%f", "");

        assertThat(topic).hasToString("pubsub://google.com:odd/a.b_c~d+e%f");
        assertThat(topic.path()).isEqualTo("projects/google.com:odd/topics/a.b_c~d+e%f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pubsub://my-project/",
                "pubsub://my-project/ab",
                "pubsub://my-project/1abc",
                "pubsub://my-project/goog-events",
                "pubsub://my-project/a/b",
                "pubsub://My Project/orders",
                "gs://bucket"
            })
    void refusesWhatIsNoTopic(String text) {
        assertThatThrownBy(() -> PubSubTopic.parse(text, "my-project"))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE));
    }

    @Test
    void saysThatAProjectIsMissing() {
        assertThatThrownBy(() -> PubSubTopic.parse("orders", ""))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.hint()).contains("pubsub.project_id"));
    }
}
