package dev.millrace.transform;

import dev.millrace.bson.edit.Edit;
import dev.millrace.bson.edit.Leaf;
import dev.millrace.bson.edit.OpenDocument;
import dev.millrace.config.stream.DocumentTypeSettings;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.migration.Migration;
import dev.millrace.schema.migration.MigrationRoutes;
import dev.millrace.schema.registry.DocumentSchema;
import dev.millrace.schema.registry.SchemaVersion;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the version of a document, validates it against the schema of that version, migrates it to the newest one and
 * validates it again. An update without its whole document cannot be validated, nor migrated: it is marked as skipped.
 */
final class Versions implements Stage {

    static final String VERSION = "schemaVersion";
    static final String VALID = "schemaValid";
    static final String ERRORS = "schemaErrors";

    /** Pub/Sub takes attributes of up to 1024 bytes. */
    private static final int LONGEST_ATTRIBUTE = 1024;

    /** A document of megabytes may break a rule in each of its elements. */
    private static final int MOST_REASONS = 100;

    private final String type;
    private final String field;
    private final boolean marks;
    private final NavigableMap<SchemaVersion, DocumentSchema> schemas;
    private final MigrationRoutes routes;
    private final SchemaVersion newest;

    /** @param schemas of the type; there is one of the newest version */
    Versions(String type, DocumentTypeSettings settings, NavigableMap<SchemaVersion, DocumentSchema> schemas) {
        this.type = type;
        this.field = settings.versionField();
        this.marks = settings.marksInvalid();
        this.schemas = new TreeMap<>(schemas);
        newest = schemas.lastKey();
        routes = new MigrationRoutes(settings.migrations(), newest);
        checkRoutes(settings.migrations());
    }

    private void checkRoutes(List<Migration> migrations) {
        for (Migration each : migrations) {
            if (routes.from(each.from()) == null) {
                throw MillraceException.usage(
                        "the migrations of documents.types." + type + " lead from version " + each.from() + " to "
                                + each.to() + ", but not on to " + newest + ", the newest schema",
                        "declare a migration to " + newest + ", or take out the schema that is too new");
            }
        }
    }

    @Override
    public void apply(Draft draft) {
        if (draft.document().isPresent()) {
            document(draft);
        } else if (!(draft.change().event() instanceof ChangeEvent.Delete)) {
            draft.attribute(VALID, "skipped");
        } else {
            earlier(draft, null);
        }
    }

    private void document(Draft draft) {
        Part document = draft.document();
        BsonDocument bytes = document.bytes();
        boolean touched = document.isTouched();
        BsonDocument description = draft.description().bytes();
        boolean descriptionTouched = draft.description().isTouched();
        try {
            SchemaVersion version = known(document);
            SchemaVersion reached = migrate(draft, version);
            earlier(draft, version);
            draft.attribute(VERSION, reached.toString());
            draft.attribute(VALID, "true");
        } catch (Invalid e) {
            if (!marks) {
                throw e.rejected(type);
            }
            document.restore(bytes, touched);
            draft.description().restore(description, descriptionTouched);
            draft.attribute(VALID, "false");
            draft.attribute(ERRORS, e.cut(LONGEST_ATTRIBUTE));
            if (e.version() != null) {
                draft.attribute(VERSION, e.version().toString());
            }
        }
    }

    /** The version that the document says or, where it says none, the newest that it fits. It is valid in that version. */
    private SchemaVersion known(Part document) throws Invalid {
        BsonValue told = document.scalar(field);
        if (told == null || told.isNull()) {
            return detected(document);
        }
        SchemaVersion version = SchemaVersion.of(told);
        if (version == null) {
            throw new Invalid(null, List.of(field + ": is no version"));
        }
        DocumentSchema schema = schemas.get(version);
        if (schema == null && routes.from(version) == null) {
            throw new Invalid(
                    null, List.of(field + ": there is no version " + version + " among " + schemas.navigableKeySet()));
        }
        if (schema != null) {
            check(schema, version, document);
        }
        return version;
    }

    private SchemaVersion detected(Part document) throws Invalid {
        List<String> newestViolations = List.of();
        for (Map.Entry<SchemaVersion, DocumentSchema> each :
                schemas.descendingMap().entrySet()) {
            List<String> violations = each.getValue().violations(document.raw());
            if (violations.isEmpty()) {
                return each.getKey();
            }
            newestViolations = newestViolations.isEmpty() ? violations : newestViolations;
        }
        throw new Invalid(null, newestViolations);
    }

    private static void check(DocumentSchema schema, SchemaVersion version, Part document) throws Invalid {
        List<String> violations = schema.violations(document.raw());
        if (!violations.isEmpty()) {
            throw new Invalid(version, violations);
        }
    }

    /** The version that the document has then. Without a way to the newest it stays what it is. */
    private SchemaVersion migrate(Draft draft, SchemaVersion version) throws Invalid {
        List<Edit> steps = routes.from(version);
        if (steps == null || version.equals(newest)) {
            return version;
        }
        try {
            migrate(draft.document(), steps);
            Part description = draft.description();
            if (description.isPresent()) {
                OpenDocument open = description.open();
                for (Edit step : steps) {
                    description.changed(DescriptionEdit.apply(step, open, Draft.scope(open)));
                }
                description.changed(DescriptionEdit.replaceUpdated(open, field, this::newer));
            }
        } catch (MillraceException e) {
            throw new Invalid(version, List.of("no migration to " + newest + ": " + e.problem()));
        }
        DocumentSchema schema = schemas.get(newest);
        if (schema != null) {
            check(schema, newest, draft.document());
        }
        return newest;
    }

    private void migrate(Part part, List<Edit> steps) {
        OpenDocument open = part.open();
        for (Edit step : steps) {
            part.changed(step.document(open, Draft.scope(open)));
        }
        BsonValue told = open.scalar(field);
        open.put(field, new Leaf(newer(told)));
        part.changed(true);
    }

    private BsonValue newer(@Nullable BsonValue told) {
        return newest.like(told);
    }

    /** The document before the change is migrated too, but not validated: it is history. What cannot be, stays. */
    private void earlier(Draft draft, @Nullable SchemaVersion version) {
        Part before = draft.before();
        if (!before.isPresent()) {
            return;
        }
        BsonDocument bytes = before.bytes();
        boolean touched = before.isTouched();
        try {
            BsonValue told = before.scalar(field);
            SchemaVersion own = told != null ? SchemaVersion.of(told) : version != null ? version : detected(before);
            List<Edit> steps = own == null || own.equals(newest) ? null : routes.from(own);
            if (steps != null) {
                migrate(before, steps);
            }
        } catch (Invalid | MillraceException e) {
            before.restore(bytes, touched);
        }
    }

    @Override
    public boolean hides() {
        return false;
    }

    /** Why a document is not what its schema wants. */
    private static final class Invalid extends Exception {

        private static final long serialVersionUID = 1;

        private final transient @Nullable SchemaVersion version;
        private final transient List<String> reasons;

        Invalid(@Nullable SchemaVersion version, List<String> reasons) {
            super(null, null, false, false);
            this.version = version;
            this.reasons = List.copyOf(reasons);
        }

        @Nullable
        SchemaVersion version() {
            return version;
        }

        MillraceException rejected(String type) {
            return new MillraceException(
                    FailureKind.DATA,
                    "the document does not fit the schema of " + type + (version == null ? "" : ", version " + version)
                            + ": " + told(),
                    "mend the document at its source, or the schema");
        }

        private String told() {
            return reasons.size() <= MOST_REASONS
                    ? String.join("; ", reasons)
                    : String.join("; ", reasons.subList(0, MOST_REASONS)) + "; and " + (reasons.size() - MOST_REASONS)
                            + " more";
        }

        String cut(int bytes) {
            StringBuilder text = new StringBuilder();
            for (String reason : reasons) {
                String next = text.isEmpty() ? reason : "; " + reason;
                // A character has three bytes at most in UTF-8, two of which are a pair for four.
                if ((text.length() + next.length()) * 3 > bytes) {
                    return text.append(text.isEmpty() ? "too many to tell" : "; …")
                            .toString();
                }
                text.append(next);
            }
            return text.toString();
        }
    }
}
