package dev.millrace.state.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.ResumeStoreContract;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.StreamClaim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileResumeStoreTest extends ResumeStoreContract {

    @TempDir
    Path directory;

    @Override
    protected ResumeStore open() {
        return new FileResumeStore(directory);
    }

    private Path file() {
        return directory.resolve(stream + ".json");
    }

    @Test
    void writesWhatPeopleCanRead() throws IOException {
        try (StreamClaim claim = claim()) {
            claim.save(point(3));
        }

        assertThat(file())
                .hasContent("{\"token\": {\"_data\": \"826B00D200000003\"}, "
                        + "\"clusterTime\": {\"$timestamp\": {\"t\": 1795215984, \"i\": 3}}, "
                        + "\"events\": {\"$numberLong\": \"3\"}, "
                        + "\"savedAt\": {\"$date\": \"2026-01-02T03:04:08.678Z\"}}");
    }

    @Test
    void namesTheFileThatCannotBeRead() throws IOException {
        Files.writeString(file(), "{\"token\": {\"_data\": 1}, ");

        assertThatThrownBy(() -> store.look(stream)).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.FAILED);
            assertThat(e.problem()).contains(file().toString(), stream);
        });
    }
}
