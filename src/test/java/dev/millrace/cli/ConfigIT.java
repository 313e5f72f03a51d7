package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where settings come from: option over environment over `.env` over `config.yaml` over default. */
class ConfigIT {

    @TempDir
    Path directory;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(directory.resolve("config.yaml"), """
                run:
                  chunk-size: 11
                  workers: 12
                  attempts: 13
                export:
                  to: file:from-yaml
                """);
        Files.writeString(directory.resolve(".env"), """
                RUN_CHUNK_SIZE=21
                MAX_WORKERS=22
                MONGO_PASSWORD=hunter2
                MONGO_URI=generated:orders?count=10
                """);
    }

    @Test
    void showsEachSettingWithWhereItComesFromAndMasksSecrets() {
        Millrace.Result result =
                Millrace.in(directory).withVariable("CHUNK_SIZE", "31").run("config", "--json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).doesNotContain("hunter2");
        assertThat(setting(result, "run.chunk-size")).isEqualTo("31 CHUNK_SIZE");
        assertThat(setting(result, "run.workers")).startsWith("22 ").contains(".env");
        assertThat(setting(result, "run.attempts")).startsWith("13 ").contains("config.yaml");
        assertThat(setting(result, "run.lease-seconds")).isEqualTo("60 default");
        assertThat(setting(result, "mongodb.password")).startsWith("******** ").contains(".env");
    }

    @Test
    void getsOneValueAndTellsByItsExitCodeWhetherThereIsOne() {
        Millrace millrace = Millrace.in(directory);

        Millrace.Result set = millrace.run("config", "get", "run.workers");
        Millrace.Result masked = millrace.run("config", "get", "MONGO_PASSWORD");
        Millrace.Result unmasked = millrace.run("config", "get", "mongodb.password", "--show-secret");
        Millrace.Result unset = millrace.run("config", "get", "run.id");
        Millrace.Result unknown = millrace.run("config", "get", "run.worker");

        assertThat(set.out()).isEqualTo("22\n");
        assertThat(set.exitCode()).isZero();
        assertThat(masked.out()).isEqualTo("********\n");
        assertThat(unmasked.out()).isEqualTo("hunter2\n");
        assertThat(unset.exitCode()).isEqualTo(1);
        assertThat(unset.out()).isEmpty();
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("there is no setting 'run.worker'", "`millrace config` lists");
    }

    @Test
    void runsByTheFilesOfItsWorkingDirectoryAndOptionsWin() {
        Millrace.Result result =
                Millrace.in(directory).run("export", "--format", "jsonl", "--chunk-size", "4", "--workers", "1");

        assertThat(result.exitCode()).as(result.err()).isZero();
        Exported exported = new Exported(directory.resolve("from-yaml"));
        assertThat(exported.isComplete()).isTrue();
        assertThat(exported.objects("generated.orders")).hasSize(3);
        assertThat(exported.lines("generated.orders")).hasSize(10);
    }

    @Test
    void generatesACompletionThatBashUnderstands() throws Exception {
        Millrace.Result result = Millrace.in(directory).run("generate-completion");

        Path script = Files.writeString(directory.resolve("completion"), result.out());
        Process bash = new ProcessBuilder("bash", "-n", script.toString())
                .redirectErrorStream(true)
                .start();
        String complaints = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(complaints).isZero();
        assertThat(result.out()).contains("--chunk-size", "--run-store", "doctor");
    }

    private static String setting(Millrace.Result result, String name) {
        BsonDocument setting = result.out()
                .lines()
                .map(BsonDocument::parse)
                .filter(each -> each.getString("name").getValue().equals(name))
                .findFirst()
                .orElseThrow();
        return setting.getString("value").getValue() + " "
                + setting.getString("from").getValue();
    }
}
