package dev.millrace.source.generated;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.source.generated.definition.Definition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The data sets that come with millrace, and the user's own. */
public final class Datasets {

    /** Each is a file `datasets/NAME.yaml`; named here because a native program cannot list its resources. */
    static final List<String> DEFINED = List.of("orders", "service-orders", "users");

    private Datasets() {}

    /** Names of all that come with millrace, sorted. */
    public static List<String> names() {
        return Stream.concat(DEFINED.stream(), Stream.of("pathological", "types"))
                .sorted()
                .toList();
    }

    static Dataset of(GeneratedCollection collection) {
        Path file = collection.definition();
        if (file != null) {
            return Definition.parse(collection.dataset(), read(file), Datasets::definition)
                    .compile();
        }
        return switch (collection.dataset()) {
            case "types" -> new TypesDataset();
            case "pathological" -> new PathologicalDataset(collection.maxDocumentBytes());
            case String name -> {
                Definition definition = definition(name);
                if (definition == null) {
                    throw MillraceException.usage(
                            "there is no data set '" + name + "'", "there are " + String.join(", ", names()));
                }
                yield definition.compile();
            }
        };
    }

    private static @Nullable Definition definition(String name) {
        if (!DEFINED.contains(name)) {
            return null;
        }
        try (InputStream in = Datasets.class.getResourceAsStream("/datasets/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("datasets/" + name + ".yaml was left out of this build");
            }
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Definition.parse(name, yaml, Datasets::definition);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unreadable(FailureKind.NOT_FOUND, file, "does not exist", e);
        } catch (AccessDeniedException e) {
            throw unreadable(FailureKind.PERMISSION, file, "may not be read", e);
        } catch (IOException e) {
            throw unreadable(FailureKind.FAILED, file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static MillraceException unreadable(FailureKind kind, Path file, String why, IOException cause) {
        return new MillraceException(kind, "the definition " + file + " " + why, "name a YAML file", cause);
    }
}
