package dev.millrace.transform;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.edit.Edit;
import dev.millrace.bson.edit.FieldPath;
import dev.millrace.bson.edit.Lookup;
import dev.millrace.bson.edit.Node;
import dev.millrace.bson.edit.OpenDocument;
import dev.millrace.bson.edit.QuickEdits;
import dev.millrace.bson.edit.Scope;
import dev.millrace.model.Change;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A change while it is worked on. Whatever is done to documents is done to everything of the event that holds contents of
 * one: the document, the one before the change, the description of the update, the key. Not thread-safe.
 */
final class Draft {

    private Change change;
    private Part key;
    private Part document;
    private Part before;
    private Part description;
    private final Map<String, String> attributes = new HashMap<>();
    private final BsonCursor cursor = new BsonCursor();
    private boolean keyHidden;

    Draft(Change change) {
        this.change = change;
        key = new Part(change.key());
        document = new Part(change.document());
        before = new Part(change.before());
        description = new Part(change.description());
    }

    Change change() {
        return change;
    }

    Part document() {
        return document;
    }

    Part before() {
        return before;
    }

    Part description() {
        return description;
    }

    /** Whether the key no longer tells what the resume token tells. */
    boolean isKeyHidden() {
        return keyHidden;
    }

    void attribute(String name, String value) {
        attributes.put(name, value);
    }

    /** Null where none was given so far. */
    @Nullable
    String attribute(String name) {
        return attributes.get(name);
    }

    /** What has been done so far. */
    Change finished() {
        Change finished = attributes.isEmpty() ? change : change.withAttributes(attributes);
        if (document.isTouched() || before.isTouched() || description.isTouched()) {
            finished = finished.with(document.bytes(), before.bytes(), description.bytes());
        }
        return key.isTouched() ? finished.withKey(key.bytes()) : finished;
    }

    /** Lets a transform that is not made of edits do its work. */
    void apply(Transform transform) {
        Change given = finished();
        Change made = transform.apply(given);
        keyHidden |= !Objects.equals(made.key(), given.key());
        change = made;
        key = new Part(made.key());
        document = new Part(made.document());
        before = new Part(made.before());
        description = new Part(made.description());
    }

    /** A part that has no names which the edits mean stays as it is, and is not even opened. */
    void edit(Stage.Edits stage) {
        List<Edit> edits = stage.edits();
        boolean editsKey = isEdited(key, stage);
        QuickEdits quick = stage.quick();
        // What is told in parts may ask for values of the whole document as they were between two of the edits.
        boolean atOnce = quick != null && !(quick.asksScope() && (editsKey || description.isPresent()));
        QuickEdits usable = atOnce ? quick : null;
        boolean editsBefore = !before.editedAtOnce(usable) && isEdited(before, stage);
        boolean editsDocument = !document.editedAtOnce(usable) && isEdited(document, stage);
        if (!(editsKey || editsBefore || editsDocument || description.isPresent())) {
            return;
        }
        for (int i = 0; i < edits.size(); i++) {
            Edit edit = edits.get(i);
            // What is told in parts goes first, as it may need to look at the whole document as it was.
            if (description.isPresent()) {
                description.changed(DescriptionEdit.apply(edit, description.open(), this::partly));
            }
            if (editsKey) {
                boolean changed = edit.fields(key.open(), this::partly);
                key.changed(changed);
                keyHidden |= changed && edit.hides();
            }
            if (editsBefore) {
                editWhole(before, edit);
            }
            if (editsDocument) {
                editWhole(document, edit);
            }
        }
    }

    private boolean isEdited(Part part, Stage.Edits stage) {
        return part.isPresent() && part.hasAny(stage.roots(), cursor);
    }

    private static void editWhole(Part part, Edit edit) {
        OpenDocument open = part.open();
        part.changed(edit.document(open, scope(open)));
    }

    /** What a whole document says of itself. */
    static Scope scope(OpenDocument document) {
        return path -> Lookup.scalar(document, path);
    }

    /** What the event says of a document, of which it tells parts alone. */
    private @Nullable BsonValue partly(FieldPath path) {
        if (document.isPresent()) {
            return Lookup.scalar(document.open(), path);
        }
        BsonValue told = updated(path);
        if (told == null && key.isPresent()) {
            told = Lookup.dottedScalar(key.open(), path);
        }
        if (told != null || before.isPresent()) {
            return told != null ? told : Lookup.scalar(before.open(), path);
        }
        throw new MillraceException(
                FailureKind.DATA,
                "the event does not tell " + path + ", which a prefix is made of",
                "let the stream ask for whole documents: full_document, full_document_before_change");
    }

    private @Nullable BsonValue updated(FieldPath path) {
        if (!description.isPresent()) {
            return null;
        }
        OpenDocument open = description.open();
        int field = open.find(DescriptionEdit.UPDATED);
        Node fields = field < 0 ? null : open.opened(field);
        return fields instanceof OpenDocument updated ? Lookup.dottedScalar(updated, path) : null;
    }
}
