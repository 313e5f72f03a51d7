package dev.millrace.source.generated;

import dev.millrace.model.MillraceException;
import dev.millrace.source.generated.definition.Definition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The data sets that come with millrace, and the user's own. */
public final class Datasets {

    /** Each is a file `datasets/NAME.yaml`; named here because a native program cannot list its resources. */
    static final List<String> DEFINED =
            List.of("example", "inventory", "orders", "service-orders", "transactions", "users");

    private Datasets() {}

    /** Names of all that come with millrace, sorted. */
    public static List<String> names() {
        return Stream.concat(DEFINED.stream(), Stream.of("pathological", "types"))
                .sorted()
                .toList();
    }

    /** The collections of a data set, compiled. */
    public static DatasetFamily of(GeneratedCollection wanted) {
        String name = wanted.dataset();
        long count = wanted.count();
        DefinitionText own = wanted.definition();
        if (own != null) {
            return Definition.parse(name, own.yaml(), Datasets::definition).family(count);
        }
        return switch (name) {
            case "types" -> DatasetFamily.of(name, count, new TypesDataset());
            case "pathological" -> DatasetFamily.of(name, count, new PathologicalDataset(wanted.maxDocumentBytes()));
            default -> Definition.parse(name, yaml(name), Datasets::definition).family(count);
        };
    }

    /** The definition of a data set that comes with millrace, as its author wrote it. */
    public static String yaml(String name) {
        if (name.equals("types") || name.equals("pathological")) {
            throw MillraceException.usage(
                    "the data set '" + name + "' has no definition",
                    "there is one of each of " + String.join(", ", DEFINED));
        }
        if (!DEFINED.contains(name)) {
            throw MillraceException.usage(
                    name.isEmpty() ? "no data set is given" : "there is no data set '" + name + "'",
                    "there are " + String.join(", ", names()));
        }
        try (InputStream in = Datasets.class.getResourceAsStream("/datasets/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("datasets/" + name + ".yaml was left out of this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Definition definition(String name) {
        return DEFINED.contains(name) ? Definition.parse(name, yaml(name), Datasets::definition) : null;
    }
}
