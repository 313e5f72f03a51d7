package dev.millrace.config.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.MillraceException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamplingSectionTest {

    @Test
    void everyEventIsLoggedWithoutIt() {
        assertThat(read("export: {}")).isEqualTo(SamplingSection.none());
    }

    @Test
    void readsRulesByTheNamesOfEvents() {
        SamplingSection section = read("""
                monitoring:
                  logging:
                    sampling:
                      enabled: true
                      default_rate: 0.25
                      rules:
                        EventRejected: {rate: 0.01}
                        StreamRetried: {per_second: 5, level: info}
                        SaveFailed: {first: 10, then_every: 100}
                """);

        assertThat(section.enabled()).isTrue();
        assertThat(section.defaultRate()).isEqualTo(0.25);
        assertThat(section.rules())
                .isEqualTo(Map.of(
                        "EventRejected", rule(Optional.of(0.01), none(), none(), none(), Optional.empty()),
                        "StreamRetried", rule(Optional.empty(), Optional.of(5), none(), none(), Optional.of("info")),
                        "SaveFailed",
                                rule(Optional.empty(), none(), Optional.of(10), Optional.of(100), Optional.empty())));
    }

    @Test
    void readsRulesAsAList() {
        SamplingSection section = read("""
                monitoring:
                  logging:
                    sampling:
                      rules:
                        - {event: StreamChanged, level: off}
                """);

        assertThat(section.rules().get("StreamChanged").level()).contains("off");
    }

    @Test
    void tellsEveryErrorWithItsPathAndLine() {
        assertThatThrownBy(() -> read("""
                monitoring:
                  metrics: {}
                  logging:
                    sampling:
                      default_rate: 2
                      rate: 1
                      rules:
                        OrderShipped: {rate: 0.5}
                        EventRejected: {rate: 0.5, first: 3}
                        SaveFailed: {then_every: 3, level: loud}
                """))
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.problem())
                                .contains(
                                        "line 2, monitoring.metrics is not known",
                                        "line 5, monitoring.logging.sampling.default_rate is '2'",
                                        "line 6, monitoring.logging.sampling.rate is not known",
                                        "line 8, monitoring.logging.sampling.rules.OrderShipped is about 'OrderShipped'",
                                        "line 9, monitoring.logging.sampling.rules.EventRejected has rate and first",
                                        "line 10, monitoring.logging.sampling.rules.SaveFailed has then_every without `first`",
                                        "line 10, monitoring.logging.sampling.rules.SaveFailed.level is 'loud'"));
    }

    private static SamplingSection.Rule rule(
            Optional<Double> rate,
            Optional<Integer> perSecond,
            Optional<Integer> first,
            Optional<Integer> thenEvery,
            Optional<String> level) {
        return new SamplingSection.Rule(rate, perSecond, first, thenEvery, level);
    }

    private static Optional<Integer> none() {
        return Optional.empty();
    }

    private static SamplingSection read(String yaml) {
        return StreamFile.parse("config.yaml", yaml, name -> null).sampling();
    }
}
