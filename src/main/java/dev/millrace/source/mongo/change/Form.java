package dev.millrace.source.mongo.change;

import java.util.List;
import org.bson.BsonDocument;

/** In which form events are asked for: smaller ones are for an event that is too big for one reply (error 10334). */
enum Form {
    USUAL("as usual"),
    /** One event a reply, so that the error is about the very next one. */
    ALONE("alone"),
    WITHOUT_BEFORE("without the document before the change"),
    WITHOUT_DOCUMENTS("without the documents before and after the change");

    private final String words;

    Form(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }

    /** Behind all other stages, which see the documents as always and choose the same events. */
    List<BsonDocument> stages() {
        return switch (this) {
            case USUAL, ALONE -> List.of();
            case WITHOUT_BEFORE -> List.of(BsonDocument.parse("{$project: {fullDocumentBeforeChange: 0}}"));
            case WITHOUT_DOCUMENTS ->
                List.of(BsonDocument.parse("{$project: {fullDocumentBeforeChange: 0, fullDocument: 0}}"));
        };
    }

    /** Whether an event in this form is one that would not fit otherwise. */
    boolean isReduced() {
        return this == WITHOUT_BEFORE || this == WITHOUT_DOCUMENTS;
    }

    /** What to try next when the next event does not fit; the last one where nothing smaller is left. */
    Form smaller(boolean hasBefore) {
        return switch (this) {
            case USUAL -> ALONE;
            case ALONE -> hasBefore ? WITHOUT_BEFORE : WITHOUT_DOCUMENTS;
            case WITHOUT_BEFORE, WITHOUT_DOCUMENTS -> WITHOUT_DOCUMENTS;
        };
    }
}
