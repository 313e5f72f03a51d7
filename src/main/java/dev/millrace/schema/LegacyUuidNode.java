package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.TypeByte;

/**
 * A column of UUIDs that an old driver wrote as binary of subtype 3 in an order of its own (MongoDB's specification
 * "Handling of Native UUID Types"); the target gets them in the order of RFC 9562.
 */
final class LegacyUuidNode extends ScalarNode {

    private static final int SUBTYPE = 3;
    private static final int LENGTH = 16;
    private static final int[] JAVA = {7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8};
    private static final int[] CSHARP = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final int[] PYTHON = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    private final int[] order;
    private final byte[] uuid = new byte[LENGTH];

    private LegacyUuidNode(int[] order, int parentDefinition, boolean nullable, ColumnTarget target) {
        super(parentDefinition, nullable, target);
        this.order = order;
    }

    static LegacyUuidNode java(int parentDefinition, boolean nullable, ColumnTarget target) {
        return new LegacyUuidNode(JAVA, parentDefinition, nullable, target);
    }

    static LegacyUuidNode csharp(int parentDefinition, boolean nullable, ColumnTarget target) {
        return new LegacyUuidNode(CSHARP, parentDefinition, nullable, target);
    }

    static LegacyUuidNode python(int parentDefinition, boolean nullable, ColumnTarget target) {
        return new LegacyUuidNode(PYTHON, parentDefinition, nullable, target);
    }

    @Override
    boolean fits(BsonCursor value) {
        return value.type() == TypeByte.BINARY
                && (value.binarySubtype() & 0xFF) == SUBTYPE
                && value.binaryLength() == LENGTH;
    }

    @Override
    boolean take(BsonCursor value, int repetition) {
        if (!fits(value)) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            uuid[i] = value.bytes()[value.binaryOffset() + order[i]];
        }
        target.writeBytes(uuid, 0, LENGTH, repetition);
        return true;
    }
}
