package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.BsonTypeByte;
import dev.millrace.source.generated.RandomStream;
import dev.millrace.source.generated.UpdateGenerator;
import java.util.Arrays;

/**
 * Draws the fields of one group anew: what they are computed from outside the group is what the document was inserted
 * with. Used by one thread at a time.
 */
final class UpdateWriter implements UpdateGenerator {

    private static final byte[] SET = BsonAppender.name("$set");
    private static final byte[] UNSET = BsonAppender.name("$unset");

    /** Documents that tell whether a group varies. */
    private static final int PROBES = 16;

    private final DocumentValue document;
    private final UpdateGroups groups;
    private final BsonAppender fields = new BsonAppender();
    private final Row row;

    UpdateWriter(DocumentValue document, UpdateGroups groups, long seed, long salt, long count, Slots slots) {
        this.document = document;
        this.groups = groups;
        this.row = new Row(seed, salt, count, slots, fields);
    }

    @Override
    public void write(long index, long sequence, BsonAppender out) {
        row.start(index);
        RandomStream version = row.version(sequence);
        int[] group = groups.size() == 0 ? new int[0] : groups.group(groups.pick(version));
        int[] starts = draw(group, version);
        int whole = out.begin();
        out.element(BsonTypeByte.DOCUMENT, SET);
        int set = out.begin();
        boolean missing = false;
        for (int i = 0; i < group.length; i++) {
            out.raw(fields.bytes(), starts[i], starts[i + 1] - starts[i]);
            missing |= starts[i] == starts[i + 1];
        }
        out.element(BsonTypeByte.INT64, UpdateGenerator.REVISION);
        out.int64(sequence);
        out.end(set);
        if (missing) {
            unset(group, starts, out);
        }
        out.end(whole);
    }

    private void unset(int[] group, int[] starts, BsonAppender out) {
        out.element(BsonTypeByte.DOCUMENT, UNSET);
        int unset = out.begin();
        for (int i = 0; i < group.length; i++) {
            if (starts[i] == starts[i + 1]) {
                out.element(
                        BsonTypeByte.BOOLEAN, BsonAppender.name(document.names().get(group[i])));
                out.int8(1);
            }
        }
        out.end(unset);
    }

    /** The new fields one after the other at the places returned; a field that is missing now is empty there. */
    private int[] draw(int[] group, RandomStream version) {
        int[] froms = new int[group.length];
        int[] ends = new int[group.length];
        fields.clear();
        int next = 0;
        for (int place = 0; next < group.length; place++) {
            int start = fields.length();
            // In any case, so that the fields behind it draw what they drew in the original.
            document.writeField(row, place);
            if (place == group[next]) {
                fields.truncate(start);
                row.draw(version);
                document.writeField(row, place);
                row.draw(row.own());
                froms[next] = start;
                ends[next++] = fields.length();
            }
        }
        return compacted(froms, ends);
    }

    private int[] compacted(int[] froms, int[] ends) {
        int[] starts = new int[froms.length + 1];
        for (int i = 0; i < froms.length; i++) {
            System.arraycopy(fields.bytes(), froms[i], fields.bytes(), starts[i], ends[i] - froms[i]);
            starts[i + 1] = starts[i] + ends[i] - froms[i];
        }
        return starts;
    }

    /** Whether another draw gives other values: those of constants and of what follows from the index never do. */
    boolean varies(int[] group) {
        for (int index = 0; index < PROBES; index++) {
            if (!Arrays.equals(drawn(index, group, 1), drawn(index, group, 2))) {
                return true;
            }
        }
        return false;
    }

    private byte[] drawn(long index, int[] group, long version) {
        row.start(index);
        int[] starts = draw(group, row.version(version));
        return Arrays.copyOf(fields.bytes(), starts[group.length]);
    }
}
