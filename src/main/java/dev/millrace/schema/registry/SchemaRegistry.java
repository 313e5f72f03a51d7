package dev.millrace.schema.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The schemas of a directory, `TYPE/VERSION.json`, each of Draft 2020-12 or Draft 7. Names that begin with `.` or `_` are
 * left alone: what schemas refer to can be there. Immutable.
 */
public final class SchemaRegistry {

    private static final String SUFFIX = ".json";

    private final Map<String, NavigableMap<SchemaVersion, DocumentSchema>> types = new TreeMap<>();

    private SchemaRegistry() {}

    /** One without schemas. */
    public static SchemaRegistry empty() {
        return new SchemaRegistry();
    }

    /** Reads every schema; an error of kind USAGE tells all that is wrong, each with its file. */
    public static SchemaRegistry read(Path directory) {
        List<String> problems = new ArrayList<>();
        SchemaRegistry registry = new SchemaRegistry();
        SchemaCompiler compiler = new SchemaCompiler(directory);
        for (Path type : list(directory)) {
            if (Files.isDirectory(type) && !isHidden(type)) {
                for (Path file : list(type)) {
                    if (!isHidden(file)) {
                        registry.add(type.getFileName() + "", file, compiler, problems);
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw MillraceException.usage(
                    "the schemas in " + directory + " have " + problems.size()
                            + (problems.size() == 1 ? " error: " : " errors\n  ") + String.join("\n  ", problems),
                    "mend the files, or take them out of the directory");
        }
        return registry;
    }

    private void add(String type, Path file, SchemaCompiler compiler, List<String> problems) {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(SUFFIX)) {
            problems.add(file + " is not a .json file");
            return;
        }
        try {
            SchemaVersion version = SchemaVersion.parse(name.substring(0, name.length() - SUFFIX.length()));
            DocumentSchema schema = compiler.compiled(file, json(file));
            NavigableMap<SchemaVersion, DocumentSchema> versions = types.computeIfAbsent(type, _ -> new TreeMap<>());
            if (versions.put(version, schema) != null) {
                problems.add(file + " is there twice, as version " + version + " of " + type);
            }
        } catch (IllegalArgumentException e) {
            problems.add(file + " " + e.getMessage());
        } catch (JacksonException e) {
            problems.add(file + " is not valid JSON: " + e.getOriginalMessage() + ", line "
                    + e.getLocation().getLineNr());
        } catch (IOException e) {
            problems.add(file + " cannot be read: " + e.getMessage());
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(Files.readAllBytes(file));
    }

    private static boolean isHidden(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(".") || name.startsWith("_");
    }

    private static List<Path> list(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            List<Path> all = new ArrayList<>();
            files.forEach(all::add);
            Collections.sort(all);
            return all;
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.USAGE,
                    "cannot read the directory of schemas " + directory,
                    "check the path in documents.schemas and its permissions",
                    e);
        }
    }

    /** The schemas of a type by version, oldest first; none where there are none. */
    public NavigableMap<SchemaVersion, DocumentSchema> versions(String type) {
        return Collections.unmodifiableNavigableMap(types.getOrDefault(type, new TreeMap<>()));
    }

    /** Types that have a schema. */
    public Set<String> types() {
        return Collections.unmodifiableSet(types.keySet());
    }
}
