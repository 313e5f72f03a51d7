package dev.millrace.config.stream;

import dev.millrace.schema.migration.Migration;
import java.util.List;

/**
 * What is done to documents of one type.
 *
 * @param versionField  field at the top that tells a document's version
 * @param marksInvalid  whether what does not fit its schema is published and marked; else it is rejected
 * @param migrations    between versions
 * @param preValidation before the version is looked at
 * @param postValidation after migration and validation
 * @param prePublish    at last
 */
public record DocumentTypeSettings(
        String versionField,
        boolean marksInvalid,
        List<Migration> migrations,
        List<TransformSetting> preValidation,
        List<TransformSetting> postValidation,
        List<TransformSetting> prePublish) {

    public static final String VERSION_FIELD = "_schema_version";

    /** Of types that the configuration does not name. */
    public static final DocumentTypeSettings USUAL =
            new DocumentTypeSettings(VERSION_FIELD, false, List.of(), List.of(), List.of(), List.of());

    public DocumentTypeSettings {
        migrations = List.copyOf(migrations);
        preValidation = List.copyOf(preValidation);
        postValidation = List.copyOf(postValidation);
        prePublish = List.copyOf(prePublish);
    }
}
