package dev.millrace.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.HandClock;
import dev.millrace.observe.MemoryPressure.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryPressureTest {

    private final HandClock clock = new HandClock();
    private long used;
    private long garbage;
    private int collections;

    @Test
    void risesLevelByLevelWithWhatIsInUse() {
        MemoryPressure memory = pressure();

        assertThat(after(memory, 64)).isEqualTo(Level.NORMAL);
        assertThat(after(memory, 65)).isEqualTo(Level.HIGH);
        assertThat(after(memory, 80)).isEqualTo(Level.SHORT);
        assertThat(after(memory, 90)).isEqualTo(Level.CRITICAL);
    }

    @Test
    void leavesALevelOnlyWellBelowIt() {
        MemoryPressure memory = pressure();
        after(memory, 92);

        assertThat(after(memory, 86)).isEqualTo(Level.CRITICAL);
        assertThat(after(memory, 84)).isEqualTo(Level.SHORT);
        assertThat(after(memory, 76)).isEqualTo(Level.SHORT);
        assertThat(after(memory, 74)).isEqualTo(Level.HIGH);
        assertThat(after(memory, 59)).isEqualTo(Level.NORMAL);
    }

    @Test
    void garbageIsNoPressure() {
        MemoryPressure memory = pressure();
        garbage = 70;

        assertThat(after(memory, 25)).isEqualTo(Level.NORMAL);
        assertThat(collections).isEqualTo(1);
        assertThat(memory.reading().used()).isEqualTo(25);
    }

    @Test
    void oneReadingAmongLowerOnesIsNoPressure() {
        MemoryPressure memory = pressure();
        used = 30;
        memory.look();
        used = 95;

        assertThat(memory.look()).isEqualTo(Level.NORMAL);
        assertThat(collections).isZero();
    }

    @Test
    void collectsNoMoreThanTwiceAMinute() {
        MemoryPressure memory = pressure();
        for (int second = 0; second < 60; second++) {
            garbage = 70;
            used = 10;
            memory.look();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(collections).isLessThanOrEqualTo(2);
    }

    private MemoryPressure pressure() {
        return new MemoryPressure(
                () -> new MemoryPressure.Reading(used + garbage, 100),
                () -> {
                    collections++;
                    garbage = 0;
                },
                clock);
    }

    /** The level once memory has been in use for longer than the readings reach back. */
    private Level after(MemoryPressure memory, long percent) {
        used = percent;
        Level level = memory.level();
        for (int second = 0; second < 40; second++) {
            level = memory.look();
            clock.advance(Duration.ofSeconds(1));
        }
        return level;
    }
}
