package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.Dataset;
import dev.millrace.source.generated.DocumentGenerator;
import dev.millrace.source.generated.UpdateGenerator;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** A collection's documents compiled from their definition. */
public final class DefinedDataset implements Dataset {

    private final DocumentValue document;
    private final Slots slots;
    private final long salt;
    private final UpdateGroups updates;
    private final List<BsonDocument> indexes;

    DefinedDataset(DocumentValue document, Slots slots, long salt, UpdateGroups updates, List<BsonDocument> indexes) {
        this.document = document;
        this.slots = slots;
        this.salt = salt;
        this.updates = updates;
        this.indexes = List.copyOf(indexes);
    }

    @Override
    public DocumentGenerator generator(long seed, long count) {
        return new Generator(seed, count);
    }

    @Override
    public UpdateGenerator updates(long seed, long count) {
        UpdateWriter probe = new UpdateWriter(document, updates, seed, salt, count, slots);
        UpdateGroups varying = updates.only(group -> probe.varies(updates.group(group)));
        return new UpdateWriter(document, varying, seed, salt, count, slots);
    }

    @Override
    public List<BsonDocument> indexes() {
        return indexes;
    }

    /** What a document without anything random in it always is. */
    static BsonDocument single(DocumentValue document, Slots slots) {
        BsonAppender out = new BsonAppender();
        document.writeWhole(new Row(0, 0, 1, slots, out));
        return new RawBsonDocument(Arrays.copyOf(out.bytes(), out.length()));
    }

    private final class Generator implements DocumentGenerator {

        private final long seed;
        private final long count;
        private @Nullable Row row;

        Generator(long seed, long count) {
            this.seed = seed;
            this.count = count;
        }

        @Override
        public void write(long index, BsonAppender out) {
            Row current = row;
            if (current == null || current.out != out) {
                current = new Row(seed, salt, count, slots, out);
                row = current;
            }
            current.start(index);
            document.writeWhole(current);
        }
    }
}
