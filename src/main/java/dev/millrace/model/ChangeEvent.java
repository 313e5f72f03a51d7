package dev.millrace.model;

import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Something that happened to a collection or database, in the order of the cluster. Immutable. */
public sealed interface ChangeEvent {

    ChangeHeader header();

    /** Something that happened to one document. */
    sealed interface OfDocument extends ChangeEvent {

        /** `_id`, and the shard key where there is one. */
        RawBsonDocument key();

        /**
         * The document after the change; null where there is none, the stream was not asked for it, or the event would
         * have been larger than what a server can send.
         */
        @Nullable
        RawBsonDocument document();

        /** The document before the change; null where there was none, or the collection does not keep it. */
        @Nullable
        RawBsonDocument before();
    }

    /** A document that was there before the stream began; no event of the server. */
    record Existing(ChangeHeader header, RawBsonDocument key, RawBsonDocument document) implements OfDocument {

        public static final String OPERATION = "snapshot";

        @Override
        public @Nullable RawBsonDocument before() {
            return null;
        }
    }

    record Insert(
            ChangeHeader header,
            RawBsonDocument key,
            @Nullable RawBsonDocument document) implements OfDocument {

        @Override
        public @Nullable RawBsonDocument before() {
            return null;
        }
    }

    /**
     * Some fields changed.
     *
     * @param description `updatedFields`, `removedFields`, and where the server says so `truncatedArrays` and
     *                    `disambiguatedPaths`; null where the stream's pipeline leaves it out
     */
    record Update(
            ChangeHeader header,
            RawBsonDocument key,
            @Nullable RawBsonDocument document,
            @Nullable RawBsonDocument before,
            @Nullable RawBsonDocument description)
            implements OfDocument {}

    record Replace(
            ChangeHeader header,
            RawBsonDocument key,
            @Nullable RawBsonDocument document,
            @Nullable RawBsonDocument before)
            implements OfDocument {}

    record Delete(
            ChangeHeader header,
            RawBsonDocument key,
            @Nullable RawBsonDocument before) implements OfDocument {

        @Override
        public @Nullable RawBsonDocument document() {
            return null;
        }
    }

    /** A collection is gone. */
    record Drop(ChangeHeader header) implements ChangeEvent {}

    /** A collection has another name; what was there under that name is gone. */
    record Rename(ChangeHeader header, Namespace to) implements ChangeEvent {}

    record DropDatabase(ChangeHeader header) implements ChangeEvent {}

    /** The stream has ended, because what it watched is gone; it can be opened again after this event. */
    record Invalidate(ChangeHeader header) implements ChangeEvent {}

    /** What newer servers tell besides, such as `create` and `modify`. */
    record Other(ChangeHeader header) implements ChangeEvent {}
}
