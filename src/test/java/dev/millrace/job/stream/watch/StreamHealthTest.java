package dev.millrace.job.stream.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.StreamState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamHealthTest {

    private static final Duration LONG = StreamHealth.LONGEST_STILL.plusSeconds(1);

    @Test
    void aStreamThatStandsStillForLongIsStuck() {
        assertThat(StreamHealth.isStuck(StreamState.STREAMING, LONG, false)).isTrue();
        assertThat(StreamHealth.isStuck(StreamState.STREAMING, Duration.ofSeconds(30), false))
                .isFalse();
    }

    @Test
    void aStreamThatKnowsWhatHoldsItIsNot() {
        assertThat(StreamHealth.isStuck(StreamState.STREAMING, LONG, true)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"STANDBY", "BACKING_OFF", "STOPPED", "FAILED"})
    void aStreamThatSaysWhyItWaitsIsAlive(StreamState state) {
        assertThat(StreamHealth.isStuck(state, LONG, false)).isFalse();
    }
}
