package dev.millrace.transform;

import dev.millrace.model.Change;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.List;
import org.bson.RawBsonDocument;

/** Everything that is done to the documents of one type, stage by stage. */
final class DocumentTransform implements Transform {

    /** Fields of an event that hold contents of documents. */
    private static final List<String> CONTENTS =
            List.of("fullDocument", "fullDocumentBeforeChange", "updateDescription", "documentKey");

    private final List<Stage> stages;
    private final EventDigest digest;
    private final boolean hides;

    DocumentTransform(List<Stage> stages, EventDigest digest) {
        this.stages = List.copyOf(stages);
        this.digest = digest;
        hides = stages.stream().anyMatch(Stage::hides);
    }

    @Override
    public Change apply(Change change) {
        if (!(change.event() instanceof ChangeEvent.OfDocument)) {
            return withoutContents(change);
        }
        Draft draft = new Draft(change);
        for (Stage stage : stages) {
            stage.apply(draft);
        }
        Change made = draft.finished();
        return draft.isKeyHidden() && !made.hasEventIdOfItsOwn() ? made.withEventId(digest.of(made.eventId())) : made;
    }

    /** An event of a kind that nobody knew when this was written must not carry past what is to be hidden. */
    private Change withoutContents(Change change) {
        if (hides && change.event() instanceof ChangeEvent.Other) {
            RawBsonDocument raw = change.event().header().raw();
            for (String name : CONTENTS) {
                if (raw.containsKey(name)) {
                    throw new MillraceException(
                            FailureKind.DATA,
                            "an event of the unknown kind '"
                                    + change.event().header().operation() + "' carries " + name
                                    + ", which no transform has looked at",
                            "leave such events out by the stream's pipeline");
                }
            }
        }
        return change;
    }
}
