package dev.millrace.config.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.config.stream.PubSubSection.Batch;
import dev.millrace.config.stream.PubSubSection.Breaker;
import dev.millrace.config.stream.PubSubSection.Flow;
import dev.millrace.config.stream.PubSubSection.Retry;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PubSubSectionTest {

    @Test
    void readsEveryKey() {
        PubSubSection section = parse("""
                pubsub:
                  project_id: ${PROJECT}
                  endpoint: europe-west1-pubsub.googleapis.com
                  publisher:
                    batch_settings: {max_messages: 500, max_bytes: 2097152, max_latency: 0.05}
                    flow_control: {max_messages: 2_000, max_bytes: 16MB}
                    retry: {deadline: 5m, request_timeout: 2.5, initial_delay: 50ms, max_delay: 3s}
                    circuit_breaker: {failure_threshold: 3, reset_timeout: 30, half_open_max_calls: 2}
                    ordering_lanes: 0
                    max_requests: 8
                    compression: true
                    dead_letter_topic: rejected
                    dead_letter_contents: claim
                """);

        assertThat(section)
                .isEqualTo(new PubSubSection(
                        Optional.of("my-project"),
                        Optional.of("europe-west1-pubsub.googleapis.com"),
                        new Batch(500, 2_097_152, Duration.ofMillis(50)),
                        new Flow(2_000, 16 << 20),
                        new Retry(
                                Duration.ofMinutes(5),
                                Duration.ofMillis(2_500),
                                Duration.ofMillis(50),
                                Duration.ofSeconds(3)),
                        new Breaker(3, Duration.ofSeconds(30), 2),
                        0,
                        8,
                        true,
                        Optional.of("rejected"),
                        true));
    }

    @Test
    void takesTheUsualForWhatIsNotSaid() {
        assertThat(parse("mongodb: {}")).isEqualTo(PubSubSection.usual());
        assertThat(parse("pubsub:\n")).isEqualTo(PubSubSection.usual());
        assertThat(parse("pubsub: {publisher: {batch_settings: {max_messages: 7}}}")
                        .batch())
                .isEqualTo(new Batch(7, 1 << 20, Duration.ofMillis(10)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.01, 10", "10ms, 10", "1.5s, 1500", "1m, 60000", "2, 2000"})
    void readsTimesAsSecondsOrWithAUnit(String text, long millis) {
        assertThat(latency(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "projectid: x | pubsub.projectid is not known; possible are endpoint, project_id, publisher",
                "publisher: {batch: {}} | pubsub.publisher.batch is not known",
                "publisher: {batch_settings: {max_messages: 1001}} | max_messages is '1001'; it has to be a number from 1",
                "publisher: {batch_settings: {max_bytes: 11MB}} | max_bytes is '11MB'; it has to be a size from 1 to",
                "publisher: {batch_settings: {max_bytes: much}} | max_bytes is 'much'; it has to be a size",
                "publisher: {batch_settings: {max_latency: soon}} | max_latency is 'soon'; it has to be a time from 0ms",
                "publisher: {batch_settings: {max_latency: 2h}} | max_latency is '2h'; it has to be a time from 0ms to 60s",
                "publisher: {batch_settings: {max_latency: -1}} | max_latency is '-1'; it has to be a time",
                "publisher: {flow_control: {max_messages: 0}} | flow_control.max_messages is '0'; it has to be a number",
                "publisher: {retry: {deadline: 0}} | retry.deadline is '0'; it has to be a time from 1ms",
                "publisher: {retry: {initial_delay: 5s, max_delay: 1s}} | publisher.retry has an initial_delay above",
                "publisher: {circuit_breaker: {failure_threshold: x}} | failure_threshold is 'x'; it has to be a number",
                "publisher: {circuit_breaker: [a]} | pubsub.publisher.circuit_breaker has to be a map",
                "publisher: {ordering_lanes: -1} | ordering_lanes is '-1'; it has to be a number from 0",
                "publisher: {compression: gzip} | compression is 'gzip'; it has to be true or false",
                "publisher: {dead_letter_contents: all} | dead_letter_contents is 'all'",
                "project_id: '${NOT_SET}' | pubsub.project_id needs the variable NOT_SET"
            })
    void tellsWhatIsWrongWithItsPathAndLine(String entry, String problem) {
        assertThatThrownBy(() -> parse("mongodb: {}\npubsub:\n  " + entry + "\n"))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
                    assertThat(e.problem()).contains("streams.yaml line 3", problem);
                });
    }

    private static Duration latency(String text) {
        return parse("pubsub: {publisher: {batch_settings: {max_latency: " + text + "}}}")
                .batch()
                .maxLatency();
    }

    private static PubSubSection parse(String yaml) {
        return StreamFile.parse("streams.yaml", yaml, Map.of("PROJECT", "my-project")::get)
                .pubSub();
    }
}
