package dev.millrace.transform;

import dev.millrace.bson.edit.Scope;
import dev.millrace.bson.edit.ValueChange;
import dev.millrace.bson.edit.ValueText;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a value by a text of the same length that shows at most its last characters; a value that is not longer than
 * what may be seen shows nothing. True, false and rare types all look the same. Null stays null.
 *
 * @param with  what stands for a character
 * @param fixed what stands for any value instead; null for none
 */
record Masking(int keepLast, String with, @Nullable String fixed) implements ValueChange {

    private static final int ANY_LENGTH = 4;

    @Override
    public boolean asksScope() {
        return false;
    }

    @Override
    public BsonValue apply(BsonValue value, Scope scope) {
        if (value instanceof BsonNull || value instanceof BsonUndefined) {
            return value;
        }
        return new BsonString(fixed != null ? fixed : masked(value));
    }

    private String masked(BsonValue value) {
        return switch (value.getBsonType()) {
            case STRING, SYMBOL, INT32, INT64, DOUBLE, DECIMAL128, DATE_TIME, OBJECT_ID, BINARY ->
                masked(ValueText.of(value));
            default -> with.repeat(ANY_LENGTH);
        };
    }

    private String masked(String text) {
        int length = text.codePointCount(0, text.length());
        if (length <= keepLast) {
            return with.repeat(length);
        }
        return with.repeat(length - keepLast) + text.substring(text.offsetByCodePoints(text.length(), -keepLast));
    }
}
