package dev.millrace.source.mongo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDateTime;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** Divides the way between two `_id`s evenly, for types that can be counted with. */
final class IdArithmetic {

    private static final int OBJECT_ID_BYTES = 12;
    private static final int UUID_BYTES = 16;

    /** They are held in memory. */
    static final int MOST_DOUBLES = 1_000_000;

    private IdArithmetic() {}

    /**
     * At most `parts - 1` boundaries in ascending order, all above `smallest` and not above `largest`. The list takes
     * next to no memory, but for doubles.
     *
     * @return empty where these types cannot be counted with
     */
    static Optional<List<BsonValue>> boundaries(BsonValue smallest, BsonValue largest, long parts) {
        if (smallest instanceof BsonObjectId from && largest instanceof BsonObjectId to) {
            return Optional.of(new EvenSteps(
                    unsigned(from.getValue().toByteArray()),
                    unsigned(to.getValue().toByteArray()),
                    parts,
                    number -> new BsonObjectId(new ObjectId(bytes(number, OBJECT_ID_BYTES)))));
        }
        if (isUuid(smallest) && isUuid(largest)) {
            return Optional.of(new EvenSteps(
                    unsigned(smallest.asBinary().getData()),
                    unsigned(largest.asBinary().getData()),
                    parts,
                    number -> new BsonBinary(BsonBinarySubType.UUID_STANDARD, bytes(number, UUID_BYTES))));
        }
        if (smallest instanceof BsonDateTime from && largest instanceof BsonDateTime to) {
            return Optional.of(new EvenSteps(
                    BigInteger.valueOf(from.getValue()),
                    BigInteger.valueOf(to.getValue()),
                    parts,
                    number -> new BsonDateTime(number.longValueExact())));
        }
        if (isInteger(smallest) && isInteger(largest)) {
            return Optional.of(new EvenSteps(
                    BigInteger.valueOf(smallest.asNumber().longValue()),
                    BigInteger.valueOf(largest.asNumber().longValue()),
                    parts,
                    number -> new BsonInt64(number.longValueExact())));
        }
        return smallest instanceof BsonDouble from && largest instanceof BsonDouble to
                ? between(from.getValue(), to.getValue(), parts)
                : Optional.empty();
    }

    private static Optional<List<BsonValue>> between(double from, double to, long parts) {
        double step = to / parts - from / parts;
        if (!Double.isFinite(from) || !Double.isFinite(to) || parts > MOST_DOUBLES) {
            return Optional.empty();
        }
        List<BsonValue> boundaries = new ArrayList<>();
        double last = from;
        for (long part = 1; part < parts; part++) {
            double boundary = from + step * part;
            if (boundary > last && boundary <= to) {
                boundaries.add(new BsonDouble(boundary));
                last = boundary;
            }
        }
        return Optional.of(boundaries);
    }

    private static boolean isInteger(BsonValue id) {
        return id.getBsonType() == BsonType.INT32 || id.getBsonType() == BsonType.INT64;
    }

    private static boolean isUuid(BsonValue id) {
        return id instanceof BsonBinary binary
                && binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue()
                && binary.getData().length == UUID_BYTES;
    }

    private static BigInteger unsigned(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    private static byte[] bytes(BigInteger number, int length) {
        byte[] significant = number.toByteArray();
        byte[] bytes = new byte[length];
        int count = Math.min(significant.length, length);
        System.arraycopy(significant, significant.length - count, bytes, length - count, count);
        return bytes;
    }
}
