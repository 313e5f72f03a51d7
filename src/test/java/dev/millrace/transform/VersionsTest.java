package dev.millrace.transform;

import static dev.millrace.transform.Events.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.config.stream.DocumentsText;
import dev.millrace.model.Change;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** Detection, validation and migration of documents, with schemas of three versions. */
class VersionsTest {

    private static final String MIGRATIONS = """
            migrations:
              - {from: 1, to: 2, steps: [{rename: {qty: quantity}}, {set_default: {currency: EUR}}]}
              - {from: 2, to: 3, steps: [{remove: [legacy]}, {convert: {total: decimal}}, {compute: {label: "$.name + '!'"}}]}
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void schemas() throws IOException {
        schema(
                "1",
                "{type: object, required: [name, qty], properties: {qty: {type: integer}, _schema_version: {const: 1}}}");
        schema("2", "{type: object, required: [name, quantity], properties: {quantity: {type: integer, minimum: 1}}}");
        schema("3", """
                {type: object, required: [name, quantity, label],
                 properties: {quantity: {type: integer, minimum: 1}, total: {type: number},
                              email: {type: string, format: email}}}""");
    }

    private void schema(String version, String yaml) throws IOException {
        Path type = Files.createDirectories(directory.resolve("order"));
        Files.writeString(
                type.resolve(version + ".json"), new ObjectMapper().writeValueAsString(new Yaml().load(yaml)));
    }

    private Transform transform(String order) {
        String yaml = "documents:\n  schemas: " + directory + "\n  types:\n    order:\n" + order.indent(6);
        return new DocumentSteps(DocumentsText.read(yaml), List.of(), Events.CLOCK, "0.1.0")
                .of("order")
                .getFirst();
    }

    private Change migrated(String event) {
        return transform(MIGRATIONS).apply(Change.of(Events.of(event)));
    }

    @Test
    void documentsOfTheNewestVersionStayAsTheyAre() {
        Change change = migrated("{fullDocument: {_schema_version: 3, name: 'a', quantity: 1, label: 'x'}}");

        assertThat(change.touched()).isFalse();
        assertThat(change.attributes()).containsEntry("schemaVersion", "3").containsEntry("schemaValid", "true");
    }

    @Test
    void olderDocumentsAreMigratedStepByStep() {
        Change change =
                migrated("{fullDocument: {_schema_version: 1, name: 'a', qty: 2, legacy: true, total: '12.50'}}");

        assertThat(change.document())
                .isEqualTo(json("{_schema_version: 3, name: 'a', quantity: 2, total: {$numberDecimal: '12.50'},"
                        + " currency: 'EUR', label: 'a!'}"));
        assertThat(change.attributes()).containsEntry("schemaVersion", "3").containsEntry("schemaValid", "true");
    }

    @Test
    void aDocumentWithoutVersionHasTheNewestThatItFits() {
        Change second = migrated("{fullDocument: {name: 'a', quantity: 2}}");
        Change newest = migrated("{fullDocument: {name: 'a', quantity: 2, label: 'x'}}");

        assertThat(second.document()).isEqualTo(json("{name: 'a', quantity: 2, label: 'a!', _schema_version: 3}"));
        assertThat(newest.touched()).isFalse();
        assertThat(newest.attributes()).containsEntry("schemaVersion", "3");
    }

    @Test
    void aVersionThatIsNullIsNone() {
        assertThat(migrated("{fullDocument: {_schema_version: null, name: 'a', quantity: 2}}")
                        .document())
                .isEqualTo(json("{_schema_version: 3, name: 'a', quantity: 2, label: 'a!'}"));
    }

    @Test
    void withoutMigrationsADocumentStaysInItsVersion() {
        Change change = transform("on_invalid: mark")
                .apply(Change.of(Events.of("{fullDocument: {_schema_version: 1, name: 'a', qty: 2}}")));

        assertThat(change.touched()).isFalse();
        assertThat(change.attributes()).containsEntry("schemaVersion", "1").containsEntry("schemaValid", "true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{_schema_version: 3, name: 'SECRET', quantity: 0}        | version 3: quantity: minimum 1; the document: required 'label'",
                "{_schema_version: 3, quantity: 'SECRET', label: 'SECRET', name: 1} | quantity: type integer",
                "{_schema_version: 3, name: 1, quantity: 1, label: 1, email: 'SECRET'} | email: format",
                "{_schema_version: 9, name: 'SECRET'}                     | _schema_version: there is no version 9 among [1, 2, 3]",
                "{_schema_version: 'SECRET', name: 'a'}                   | _schema_version: is no version",
                "{_schema_version: 1, name: 'SECRET'}                     | version 1: the document: required 'qty'",
                "{_schema_version: 1, name: 'a', qty: 0}                  | version 3: quantity: minimum 1",
                "{_schema_version: 2, name: 'a', quantity: 1, total: 'SECRET'} | no migration to 3: total holds a value of type string that cannot be converted to decimal",
                "{name: 'SECRET'}                                         | schema of order: the document: required 'quantity'"
            })
    void whatDoesNotFitIsRejectedWithReasonsAndWithoutValues(String document, String reason) {
        String event = "{fullDocument: " + document + "}";

        assertThatThrownBy(() -> migrated(event)).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.DATA);
            assertThat(e.problem()).contains(reason).doesNotContain("SECRET");
        });
        Change marked = transform("on_invalid: mark\n" + MIGRATIONS).apply(Change.of(Events.of(event)));
        assertThat(marked.touched()).isFalse();
        assertThat(marked.attributes()).containsEntry("schemaValid", "false");
        assertThat(marked.attributes().get("schemaErrors")).doesNotContain("SECRET");
        assertThat("the schema of order, version 1: version 2: version 3: the schema of order: "
                        + marked.attributes().get("schemaErrors"))
                .contains(reason.substring(reason.indexOf(':') + 2));
    }

    @Test
    void markedDocumentsAreTransformedLikeAllOthers() {
        Change marked = transform("on_invalid: mark\ntransforms: {post_validation: [{remove: [ssn]}]}")
                .apply(Change.of(Events.of("{fullDocument: {name: 'a', ssn: '1'}}")));

        assertThat(marked.document()).isEqualTo(json("{name: 'a'}"));
    }

    @Test
    void reasonsAreCutToWhatAnAttributeMayHold() throws IOException {
        StringBuilder required = new StringBuilder("'f0'");
        for (int i = 1; i < 400; i++) {
            required.append(", 'field_number_").append(i).append('\'');
        }
        schema("4", "{type: object, required: [" + required + "]}");

        Change marked =
                transform("on_invalid: mark").apply(Change.of(Events.of("{fullDocument: {_schema_version: 4}}")));

        assertThat(marked.attributes().get("schemaErrors")).endsWith("; …").hasSizeLessThan(1024 / 3 + 5);
        assertThatThrownBy(() -> transform("on_invalid: dead_letter")
                        .apply(Change.of(Events.of("{fullDocument: {_schema_version: 4}}"))))
                .hasMessageContaining("; the document: required 'field_number_99'; and 300 more");
    }

    @Test
    void anUpdateWithoutItsDocumentIsSkippedAndMarked() {
        Change change = migrated(
                "{operationType: 'update', updateDescription: {updatedFields: {quantity: -1}, removedFields: []}}");

        assertThat(change.touched()).isFalse();
        assertThat(change.attributes()).containsEntry("schemaValid", "skipped").doesNotContainKey("schemaVersion");
    }

    @Test
    void whatIsToldBesideTheDocumentIsMigratedWithIt() {
        Change change = migrated("""
                {operationType: 'update', fullDocument: {_schema_version: 1, name: 'b', qty: 2},
                 fullDocumentBeforeChange: {_schema_version: 1, name: 'a', qty: 1, legacy: 'x'},
                 updateDescription: {updatedFields: {_schema_version: 1, name: 'b', qty: 2}, removedFields: ['legacy', 'other']}}""");

        assertThat(change.before())
                .isEqualTo(json("{_schema_version: 3, name: 'a', quantity: 1, currency: 'EUR', label: 'a!'}"));
        assertThat(change.description())
                .isEqualTo(json(
                        "{updatedFields: {_schema_version: 3, name: 'b', quantity: 2}, removedFields: ['other']}"));
    }

    @Test
    void whatWasBeforeIsMigratedWhereItCanBe() {
        Change delete = migrated("{operationType: 'delete', fullDocumentBeforeChange: {name: 'a', qty: 2}}");
        Change odd = migrated("{operationType: 'delete', fullDocumentBeforeChange: {name: 5}}");

        assertThat(delete.before())
                .isEqualTo(json("{name: 'a', quantity: 2, currency: 'EUR', label: 'a!', _schema_version: 3}"));
        assertThat(odd.touched()).isFalse();
        assertThat(odd.attributes()).isEmpty();
    }

    @Test
    void typesThatTheConfigurationDoesNotNameAreValidatedToo() {
        DocumentSteps steps = new DocumentSteps(
                DocumentsText.read("documents: {schemas: " + directory + "}"), List.of(), Events.CLOCK, "0.1.0");

        assertThat(steps.types()).containsExactly("order");
        assertThatThrownBy(() -> steps.of("order")
                        .getFirst()
                        .apply(Change.of(Events.of("{fullDocument: {_schema_version: 1}}"))))
                .hasMessageContaining("does not fit the schema of order, version 1");
    }

    @Test
    void migrationsHaveToLeadToTheNewestSchema() {
        assertThatThrownBy(() -> transform("migrations: [{from: 1, to: 2}]"))
                .hasMessageContaining("lead from version 1 to 2, but not on to 3, the newest schema");
        assertThatThrownBy(() -> new DocumentSteps(
                        DocumentsText.read("documents: {types: {car: {migrations: [{from: 1, to: 2}]}}}"),
                        List.of(),
                        Events.CLOCK,
                        "0.1.0"))
                .hasMessageContaining("has migrations, but there is no schema car/VERSION.json");
    }
}
