package dev.millrace.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.ClasspathSchemaLoader;
import com.networknt.schema.resource.InputStreamSource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes schemas of JSON. Formats are checked, not only noted; references lead to files below the directory. */
final class SchemaCompiler {

    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final Path directory;
    private final JsonSchemaFactory draft7;
    private final JsonSchemaFactory draft2020;

    SchemaCompiler(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        draft7 = factory(VersionFlag.V7);
        draft2020 = factory(VersionFlag.V202012);
    }

    private JsonSchemaFactory factory(VersionFlag draft) {
        return JsonSchemaFactory.getInstance(
                draft,
                builder -> builder.schemaLoaders(loaders -> loaders.values(all -> {
                    // Nothing is fetched over the network, whatever a schema refers to.
                    all.clear();
                    all.add(new ClasspathSchemaLoader());
                    all.add(this::file);
                })));
    }

    /** Throws for all else, as the factory would go on to look for it in the network. */
    private InputStreamSource file(AbsoluteIri iri) {
        if (iri.toString().startsWith("file:")) {
            Path file = Path.of(URI.create(iri.toString())).normalize();
            if (file.startsWith(directory)) {
                return () -> Files.newInputStream(file);
            }
        }
        throw new IllegalArgumentException("cannot be used: it refers to " + iri + ", which is not in " + directory);
    }

    /** @throws IllegalArgumentException that says what is wrong with it */
    DocumentSchema compiled(Path file, JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("is not a schema: it has to be a JSON object");
        }
        JsonSchemaFactory factory = factory(json.path("$schema"));
        Set<ValidationMessage> errors = meta(factory).validate(json);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("is not a valid schema: "
                    + errors.stream().map(Violation::told).distinct().collect(Collectors.joining("; ")));
        }
        try {
            JsonSchema schema = factory.getSchema(
                    SchemaLocation.of(file.toAbsolutePath().normalize().toUri().toString()), json, CONFIG);
            schema.initializeValidators();
            return new DocumentSchema(schema, QuickRules.check(json));
        } catch (JsonSchemaException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalArgumentException("cannot be used: " + e.getMessage(), e);
        }
    }

    private JsonSchemaFactory factory(JsonNode named) {
        String name = named.asText("").replaceFirst("#$", "");
        return switch (name) {
            case "", SchemaId.V202012 -> draft2020;
            case "http://json-schema.org/draft-07/schema" -> draft7;
            default ->
                throw new IllegalArgumentException("is a schema of '" + name
                        + "'; it has to be https://json-schema.org/draft/2020-12/schema or"
                        + " http://json-schema.org/draft-07/schema#");
        };
    }

    private JsonSchema meta(JsonSchemaFactory factory) {
        return factory.getSchema(SchemaLocation.of(factory == draft7 ? SchemaId.V7 : SchemaId.V202012), CONFIG);
    }
}
