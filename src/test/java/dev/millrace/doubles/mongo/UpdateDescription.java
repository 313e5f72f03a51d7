package dev.millrace.doubles.mongo;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** What an update changed, found by comparing the document before with the document after. */
final class UpdateDescription {
    private final boolean tellsTruncation;
    private final BsonDocument updated = new BsonDocument();
    private final BsonArray removed = new BsonArray();
    private final BsonArray truncated = new BsonArray();

    private UpdateDescription(boolean tellsTruncation) {
        this.tellsTruncation = tellsTruncation;
    }

    /** @param tellsTruncation since MongoDB 5.0; before, an array that got shorter is told whole */
    static BsonDocument of(byte[] before, byte[] after, boolean tellsTruncation) {
        UpdateDescription description = new UpdateDescription(tellsTruncation);
        description.documents("", RawBson.decode(before), RawBson.decode(after));
        BsonDocument told =
                new BsonDocument("updatedFields", description.updated).append("removedFields", description.removed);
        return tellsTruncation ? told.append("truncatedArrays", description.truncated) : told;
    }

    private void documents(String prefix, BsonDocument before, BsonDocument after) {
        after.forEach((name, value) -> {
            BsonValue old = before.get(name);
            if (old == null) {
                updated.append(prefix + name, value);
            } else {
                values(prefix + name, old, value);
            }
        });
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> removed.add(new BsonString(prefix + name)));
    }

    private void values(String path, BsonValue before, BsonValue after) {
        if (before.equals(after)) {
            return;
        }
        if (before.isDocument() && after.isDocument()) {
            documents(path + ".", before.asDocument(), after.asDocument());
        } else if (before.isArray() && after.isArray() && canTell(before.asArray(), after.asArray())) {
            arrays(path, before.asArray(), after.asArray());
        } else {
            updated.append(path, after);
        }
    }

    private boolean canTell(BsonArray before, BsonArray after) {
        return tellsTruncation || after.size() >= before.size();
    }

    private void arrays(String path, BsonArray before, BsonArray after) {
        if (after.size() < before.size()) {
            truncated.add(
                    new BsonDocument("field", new BsonString(path)).append("newSize", new BsonInt32(after.size())));
        }
        for (int index = 0; index < after.size(); index++) {
            if (index < before.size()) {
                values(path + "." + index, before.get(index), after.get(index));
            } else {
                updated.append(path + "." + index, after.get(index));
            }
        }
    }
}
