package dev.millrace.config.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentsSectionTest {

    @Test
    void readsEverySettingOfAType() {
        DocumentsSection section = DocumentsText.read("""
                documents:
                  schemas: config/schemas
                  salt: ${SALT}
                  types:
                    order:
                      version_field: v
                      on_invalid: mark
                      migrations:
                        - from: 1
                          to: v2
                          steps:
                            - set_default: {currency: EUR, customer.tags: [a, 1]}
                            - rename: {qty: quantity, customer.mail: $.email}
                            - remove: [old, items.old]
                            - convert: {total: decimal}
                            - compute: {total: 'sum($.items[*].price)'}
                      transforms:
                        pre_validation:
                          - remove: customer.ssn
                          - rename: {a.b: c}
                          - cast: {price: decimal, at: date}
                            on_failure: keep
                        post_validation:
                          - mask: {fields: [phone], keep_last: 4, with: '#'}
                          - hash: {fields: [email], salt: own}
                          - tokenize: {fields: [name]}
                          - keep_only: {fields: [a], id: false}
                        pre_publish:
                          - prefix: {fields: [_id], value: 'wh_{warehouse.id}_'}
                          - prefix: {fields: ['*'], names: wh_}
                          - metadata: {field: _meta, values: {at: processed_time}}
                          - custom: own
                """);

        DocumentTypeSettings order = section.types().get("order");
        assertThat(section.schemas()).contains(Path.of("config/schemas"));
        assertThat(order.versionField()).isEqualTo("v");
        assertThat(order.marksInvalid()).isTrue();
        assertThat(order.migrations()).singleElement().satisfies(migration -> {
            assertThat(migration.to()).hasToString("v2");
            assertThat(migration.steps()).hasSize(7);
        });
        assertThat(order.preValidation())
                .hasToString("[Remove[fields=[customer.ssn]], Rename[from=a.b, to=a.c],"
                        + " Cast[field=price, type=DECIMAL, onFailure=KEEP],"
                        + " Cast[field=at, type=DATE, onFailure=KEEP]]");
        assertThat(order.postValidation())
                .hasToString("[Mask[fields=[phone], keepLast=4, with=#, fixed=Optional.empty],"
                        + " Hash[fields=[email], salt=…], Tokenize[fields=[name], salt=…],"
                        + " KeepOnly[fields=[a], id=false]]");
        assertThat(order.prePublish())
                .hasToString("[Prefix[fields=[_id], prefix=wh_{warehouse.id}_, names=false],"
                        + " Prefix[fields=[*], prefix=wh_, names=true],"
                        + " Metadata[field=_meta, values={at=PROCESSED_TIME}], Custom[name=own]]");
    }

    @Test
    void isPartOfTheFileWithStreams() {
        StreamConfig config = StreamFile.parse(
                "streams.yaml", "documents: {types: {order: {on_invalid: mark}}}", Map.<String, String>of()::get);

        assertThat(config.documents().types()).containsKey("order");
        assertThatThrownBy(
                        () -> StreamFile.parse("streams.yaml", "documents: {typs: {}}", Map.<String, String>of()::get))
                .hasMessageContaining("line 1, documents.typs is not known");
    }

    @Test
    void aFileWithoutTheSectionTransformsNothing() {
        assertThat(DocumentsText.read("export: {}")).isEqualTo(DocumentsSection.NONE);
        assertThat(DocumentsText.read("documents:\n  types: {order: {}}").types())
                .isEqualTo(Map.of("order", DocumentTypeSettings.USUAL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema: dir | documents.schema is not known; possible are salt, schemas, types",
                "types: [order] | documents.types has to be a map",
                "types: {o: {transform: {}}} | types.o.transform is not known",
                "types: {o: {on_invalid: drop}} | types.o.on_invalid is 'drop'; possible are dead_letter, mark",
                "types: {o: {version_field: a.b}} | version_field is 'a.b'; the version has to be a field at the top",
                "types: {o: {transforms: {before: []}}} | transforms.before is not known; possible are post_validation",
                "types: {o: {transforms: {pre_publish: {remove: a}}}} | pre_publish has to be a list",
                "types: {o: {transforms: {pre_publish: [{}]}}} | pre_publish[0] has to be one transform",
                "types: {o: {transforms: {pre_publish: [{remove: a, mask: {}}]}}} | pre_publish[0] has to be one transform",
                "types: {o: {transforms: {pre_publish: [{delete: [a]}]}}} | delete is no transform; there are cast, custom",
                "types: {o: {transforms: {pre_publish: [{remove: []}]}}} | remove names no field",
                "types: {o: {transforms: {pre_publish: [{remove: [a..b]}]}}} | remove[0] is 'a..b'; write the names",
                "types: {o: {transforms: {pre_publish: [{mask: {keep_last: 4}}]}}} | mask needs `fields`",
                "types: {o: {transforms: {pre_publish: [{mask: {fields: [a], keep: 4}}]}}} | mask.keep is not known",
                "types: {o: {transforms: {pre_publish: [{mask: {fields: [a], keep_last: -1}}]}}} | it has to be a number from 0",
                "types: {o: {transforms: {pre_publish: [{hash: {fields: [a]}}]}}} | hash needs a `salt`",
                "types: {o: {transforms: {pre_publish: [{hash: {fields: [a], salt: '${PEPPER}'}}]}}} | needs the variable PEPPER",
                "types: {o: {transforms: {pre_publish: [{rename: {}}]}}} | rename has to name fields",
                "types: {o: {transforms: {pre_publish: [{rename: {a: '*'}}]}}} | rename.a is '*'; a new name cannot be *",
                "types: {o: {transforms: {pre_publish: [{cast: {a: money}}]}}} | cast.a is 'money'; possible are string, int",
                "types: {o: {transforms: {pre_publish: [{cast: {a: int}, on_failure: skip}]}}} | on_failure is 'skip'",
                "types: {o: {transforms: {pre_publish: [{prefix: {fields: [a]}}]}}} | prefix needs either `value`",
                "types: {o: {transforms: {pre_publish: [{prefix: {fields: [a], value: 'x{y'}}]}}} | has a brace without its pair",
                "types: {o: {transforms: {pre_publish: [{metadata: {values: {a: host}}}]}}} | values.a is 'host'; possible",
                "types: {o: {transforms: {pre_publish: [{custom: {a: b}}]}}} | custom has to be a single value",
                "types: {o: {migrations: [{to: 2}]}} | migrations[0] needs `from`, a version",
                "types: {o: {migrations: [{from: one, to: 2}]}} | migrations[0].from is 'one', which is no version",
                "types: {o: {migrations: [{from: 2, to: v2}]}} | migrations[0] leads from 2 to itself",
                "types: {o: {migrations: [{from: 1, to: 2, steps: [{drop: a}]}]}} | drop is no step of a migration",
                "types: {o: {migrations: [{from: 1, to: 2, steps: [a]}]}} | steps[0] has to be a map",
                "types: {o: {migrations: [{from: 1, to: 2, steps: [{convert: {a: text}}]}]}} | convert.a is 'text'",
                "types: {o: {migrations: [{from: 1, to: 2, steps: [{compute: {a: '$.b +'}}]}]}} | which ends where a value should be",
                "types: {o: {migrations: [{from: 1, to: 2, steps: [{compute: {a: 'avg($.b)'}}]}]}} | knows no 'avg'",
                "types: {o: {migrations: [{from: 1, to: 2, steps: [{set_default: {'a.*': 1}}]}]}} | a field to be set cannot be *"
            })
    void tellsWhatIsWrongWithItsPathAndLine(String entry, String problem) {
        String yaml = "documents:\n  " + entry + "\n";

        assertThatThrownBy(() -> DocumentsText.read(yaml)).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(e.problem()).contains("streams.yaml", problem, "line 2, documents.");
        });
    }
}
