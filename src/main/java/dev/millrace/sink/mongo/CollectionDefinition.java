package dev.millrace.sink.mongo;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.Namespace;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a collection is at the target: its name there and the options of `create`, as `listCollections` gives them.
 *
 * @param options those that mean something on any server; what describes a place on disk is left out
 */
record CollectionDefinition(Namespace target, CollectionKind kind, BsonDocument options) {

    private static final String VALIDATOR = "validator";
    private static final String LEVEL = "validationLevel";
    private static final String ACTION = "validationAction";
    private static final String EXPIRY = "expireAfterSeconds";

    private static final List<String> KNOWN = List.of(
            "capped",
            "size",
            "max",
            "collation",
            VALIDATOR,
            LEVEL,
            ACTION,
            "timeseries",
            "clusteredIndex",
            EXPIRY,
            "changeStreamPreAndPostImages",
            "viewOn",
            "pipeline");

    /** What an older server lacks and the documents do without. */
    private static final Set<String> DISPENSABLE = Set.of("clusteredIndex", "changeStreamPreAndPostImages");

    /** Compared as a whole by {@link #differences}; the validator's level and action are set at the end. */
    private static final List<String> COMPARED = List.of(
            "capped",
            "collation",
            VALIDATOR,
            "timeseries",
            "clusteredIndex",
            "changeStreamPreAndPostImages",
            "viewOn",
            "pipeline");

    static CollectionDefinition of(CollectionInfo collection, TargetNames names) {
        Namespace source = collection.namespace();
        BsonDocument given = collection.metadata().getDocument("options", new BsonDocument());
        BsonDocument options = new BsonDocument();
        KNOWN.stream().filter(given::containsKey).forEach(name -> options.append(name, given.get(name)));
        if (options.isDocument("collation")) {
            BsonDocument collation = options.getDocument("collation").clone();
            collation.remove("version");
            options.put("collation", collation);
        }
        if (options.isString("viewOn")) {
            Namespace base = names.of(
                    new Namespace(source.database(), options.getString("viewOn").getValue()));
            options.put("viewOn", new BsonString(base.collection()));
        }
        return new CollectionDefinition(names.of(source), collection.kind(), options);
    }

    boolean isView() {
        return kind == CollectionKind.VIEW;
    }

    /** Whether its chunk is all of it and has no `_id`s to tell repeated documents by, or an order to keep. */
    boolean isWrittenAnew() {
        return kind == CollectionKind.TIMESERIES || kind == CollectionKind.CAPPED;
    }

    /** A view that cannot be made, as the source's user may not see what it is a view of. */
    boolean isHidden() {
        return isView() && !options.containsKey("viewOn");
    }

    /** The collection that a view is made of. */
    @Nullable
    Namespace base() {
        return options.isString("viewOn")
                ? new Namespace(target.database(), options.getString("viewOn").getValue())
                : null;
    }

    /** How it is created for the load: documents that its validator refuses arrive all the same, and none expires. */
    BsonDocument creation() {
        BsonDocument command = new BsonDocument("create", new BsonString(target.collection()));
        options.forEach((name, value) -> {
            if (!name.equals(EXPIRY)) {
                command.append(name, value);
            }
        });
        if (options.containsKey(VALIDATOR)) {
            command.put(LEVEL, new BsonString("off"));
        }
        return command;
    }

    /** The same without what an older server lacks. */
    BsonDocument plainCreation() {
        BsonDocument command = creation();
        DISPENSABLE.forEach(command::remove);
        return command;
    }

    boolean hasDispensable() {
        return DISPENSABLE.stream().anyMatch(options::containsKey);
    }

    /**
     * The `collMod` that completes the collection once its documents are there; empty where nothing is left to do.
     *
     * @param existing what `listCollections` says of it now
     */
    BsonDocument completion(BsonDocument existing) {
        BsonDocument change = new BsonDocument();
        if (options.containsKey(VALIDATOR)
                && same(options.get(VALIDATOR), existing.get(VALIDATOR))
                && text(existing, LEVEL, "strict").equals("off")
                && !text(options, LEVEL, "strict").equals("off")) {
            change.append(LEVEL, new BsonString(text(options, LEVEL, "strict")))
                    .append(ACTION, new BsonString(text(options, ACTION, "error")));
        }
        if (options.containsKey(EXPIRY) && !existing.containsKey(EXPIRY) && sameKind(existing)) {
            change.append(EXPIRY, options.get(EXPIRY));
        }
        return change.isEmpty() ? change : collMod(change);
    }

    private BsonDocument collMod(BsonDocument change) {
        BsonDocument command = new BsonDocument("collMod", new BsonString(target.collection()));
        command.putAll(change);
        return command;
    }

    /** Names of the options that a collection of this name has otherwise. */
    Set<String> differences(BsonDocument existing) {
        Set<String> different = new TreeSet<>();
        for (String name : COMPARED) {
            if (!same(name, existing)) {
                different.add(name);
            }
        }
        return different;
    }

    /** Whether what is there is of another kind, so that documents cannot be written as they are to be. */
    boolean sameKind(BsonDocument existing) {
        return options.containsKey("timeseries") == existing.containsKey("timeseries")
                && isView() == existing.containsKey("viewOn")
                && (kind == CollectionKind.CAPPED) == isTrue(existing.get("capped"));
    }

    private boolean same(String name, BsonDocument existing) {
        BsonValue theirs = existing.get(name);
        if (name.equals("collation") && theirs != null && theirs.isDocument()) {
            BsonDocument collation = theirs.asDocument().clone();
            collation.remove("version");
            theirs = collation;
        }
        if (name.equals("pipeline")) {
            return same(options.get(name, new BsonArray()), existing.get(name, new BsonArray()));
        }
        if (name.equals("timeseries") && theirs != null && options.containsKey(name)) {
            // A server adds what follows from the granularity.
            BsonDocument ours = options.getDocument(name);
            return same(ours.get("timeField"), theirs.asDocument().get("timeField"))
                    && same(ours.get("metaField"), theirs.asDocument().get("metaField"));
        }
        if (name.equals("changeStreamPreAndPostImages") || name.equals("capped")) {
            return isEnabled(options.get(name)) == isEnabled(theirs);
        }
        return name.equals("clusteredIndex")
                ? options.containsKey(name) == existing.containsKey(name)
                : same(options.get(name), theirs);
    }

    private static boolean isEnabled(@Nullable BsonValue value) {
        return value != null && (value.isDocument() ? isTrue(value.asDocument().get("enabled")) : isTrue(value));
    }

    private static boolean isTrue(@Nullable BsonValue value) {
        if (value instanceof BsonBoolean flag) {
            return flag.getValue();
        }
        return value instanceof BsonNumber number && number.intValue() != 0;
    }

    private static String text(BsonDocument document, String field, String otherwise) {
        return document.getString(field, new BsonString(otherwise)).getValue();
    }

    /** Queries come back from a run store in another spelling: {@code {$regex: "a"}} is then a regular expression. */
    private static boolean same(@Nullable BsonValue ours, @Nullable BsonValue theirs) {
        if (ours == null || theirs == null) {
            return ours == theirs;
        }
        return spelled(ours).equals(spelled(theirs));
    }

    private static BsonDocument spelled(BsonValue value) {
        JsonWriterSettings canonical =
                JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();
        return BsonDocument.parse(new BsonDocument("v", value).toJson(canonical));
    }
}
