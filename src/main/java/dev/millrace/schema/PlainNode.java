package dev.millrace.schema;

import com.oracle.svm.core.AlwaysInline;
import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.TypeByte;
import dev.millrace.bson.Utf8;

/** A column of one BSON type that is stored as it is: bool, date, string, objectId, binary or uuid. */
final class PlainNode extends ScalarNode {

    private static final int UUID_SUBTYPE = 4;
    private static final int UUID_LENGTH = 16;
    private static final int OBJECT_ID_LENGTH = 12;

    private final byte type;
    private final int subtype;
    private final boolean uuid;
    private final MappingRules rules;

    private PlainNode(
            byte type,
            int subtype,
            boolean uuid,
            MappingRules rules,
            int parentDefinition,
            boolean nullable,
            ColumnTarget target) {
        super(parentDefinition, nullable, target);
        this.type = type;
        this.subtype = subtype;
        this.uuid = uuid;
        this.rules = rules;
    }

    /** @param type BOOLEAN, DATE, STRING or OBJECT_ID of {@link TypeByte} */
    static PlainNode of(byte type, MappingRules rules, int parentDefinition, boolean nullable, ColumnTarget target) {
        return new PlainNode(type, 0, false, rules, parentDefinition, nullable, target);
    }

    static PlainNode binary(
            int subtype, MappingRules rules, int parentDefinition, boolean nullable, ColumnTarget target) {
        return new PlainNode(TypeByte.BINARY, subtype, false, rules, parentDefinition, nullable, target);
    }

    static PlainNode uuid(MappingRules rules, int parentDefinition, boolean nullable, ColumnTarget target) {
        return new PlainNode(TypeByte.BINARY, UUID_SUBTYPE, true, rules, parentDefinition, nullable, target);
    }

    @Override
    boolean fits(BsonCursor value) {
        return isOurs(value);
    }

    @AlwaysInline("called for each value")
    private boolean isOurs(BsonCursor value) {
        if (value.type() != type) {
            return false;
        }
        return switch (type) {
            case TypeByte.STRING -> Utf8.firstInvalid(value.bytes(), value.textOffset(), value.textLength()) < 0;
            case TypeByte.DATE -> value.int64() >= rules.firstDate() && value.int64() <= rules.lastDate();
            case TypeByte.BINARY ->
                (value.binarySubtype() & 0xFF) == subtype && (!uuid || value.binaryLength() == UUID_LENGTH);
            default -> true;
        };
    }

    @Override
    boolean take(BsonCursor value, int repetition) {
        if (!isOurs(value)) {
            return false;
        }
        switch (type) {
            case TypeByte.STRING ->
                target.writeBytes(value.bytes(), value.textOffset(), value.textLength(), repetition);
            case TypeByte.DATE -> target.writeLong(value.int64(), repetition);
            case TypeByte.BOOLEAN -> target.writeBoolean(value.bool(), repetition);
            case TypeByte.OBJECT_ID ->
                target.writeBytes(value.bytes(), value.valueOffset(), OBJECT_ID_LENGTH, repetition);
            default -> target.writeBytes(value.bytes(), value.binaryOffset(), value.binaryLength(), repetition);
        }
        return true;
    }
}
