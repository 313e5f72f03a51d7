package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a little of everything, so that what fails only in a native build is found there. */
class NativeSmokeIT {

    @TempDir
    Path directory;

    @Test
    void tellsItsVersion() {
        Millrace.Result result = Millrace.in(directory).run("--version");

        assertThat(result.out()).matches("millrace \\d+\\.\\d+\\.\\d+ \\(commit \\w+, (native|Java \\d+)\\)\\R");
        assertThat(result.exitCode()).isZero();
    }
}
