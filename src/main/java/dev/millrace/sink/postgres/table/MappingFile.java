package dev.millrace.sink.postgres.table;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the file of `--columns`: YAML (or JSON) with the columns in their order.
 *
 * <pre>
 * columns:
 *   - path: shippingAddress.city   # names joined by dots; \. is a dot in a name
 *     column: city                 # made from the path where it is left out
 *     type: text                   # inferred where it is left out
 *     default: unknown             # where the field is missing or null
 *     on-mismatch: default         # rest (default), null, reject, fail, default
 * </pre>
 */
public final class MappingFile {

    private static final String HINT = "write `columns:` and below it `- path: FIELD` for each column, optionally with"
            + " `column`, `type`, `default` and `on-mismatch`";

    private MappingFile() {}

    /** Every error is of kind USAGE or NOT_FOUND and names the file and the place in it. */
    public static ColumnMapping read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.NOT_FOUND,
                    "cannot read the mapping file " + file + ": " + e.getMessage(),
                    "check its name, that it may be read and that it is UTF-8",
                    e);
        }
    }

    /** Parses a mapping; `source` names it in errors. */
    public static ColumnMapping parse(String source, String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            return new MappingForm(source).read(new Yaml(new SafeConstructor(options)).load(yaml), yaml);
        } catch (YAMLException e) {
            throw new MillraceException(
                    FailureKind.USAGE, source + " is not readable YAML: " + e.getMessage(), HINT, e);
        }
    }
}
