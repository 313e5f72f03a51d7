package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.config.SettingCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say, held against the code. */
class DocumentationTest {

    private static final Path MAIN = Path.of("src/main/java");

    @Test
    void envExampleHoldsEverySettingWithItsDefaultAndMeaning() throws IOException {
        assertThat(Files.readString(Path.of(".env.example"))).isEqualTo(SettingCatalogue.example());
    }

    @Test
    void everyMeaningIsASentence() {
        assertThat(SettingCatalogue.all()).allSatisfy(setting -> {
            assertThat(setting.meaning()).endsWith(".");
            assertThat(setting.meaning().substring(0, 1)).matches("[A-Z]");
        });
    }

    @Test
    void settingNamesAreUnique() {
        assertThat(SettingCatalogue.all().map(setting -> setting.key())).doesNotHaveDuplicates();
        assertThat(SettingCatalogue.all().map(setting -> setting.variable())).doesNotHaveDuplicates();
    }

    @Test
    void architectureNamesOnlyClassesThatExist() throws IOException {
        Set<String> known = classNames();
        Set<String> named = codeWords(Files.readString(Path.of("ARCHITECTURE.md")));
        named.removeAll(Set.of("ObjectId", "MinKey", "MaxKey", "BsonBinaryReader", "ParquetFileWriter", "HttpServer"));

        assertThat(known).containsAll(named);
    }

    @Test
    void readmeShowsEverySettingOfItsTable() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(SettingCatalogue.all())
                .allSatisfy(setting -> assertThat(readme).contains("`" + setting.key() + "`"));
    }

    private static Set<String> classNames() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.walk(MAIN), Files.walk(Path.of("src/test/java")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }

    /** Words in backticks that look like a Java type: two or more humps. */
    private static Set<String> codeWords(String markdown) {
        Set<String> words = new TreeSet<>();
        Matcher matcher = Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:\\.\\w+)?(?:\\(\\))?`")
                .matcher(markdown);
        while (matcher.find()) {
            words.add(matcher.group(1));
        }
        return words;
    }
}
