package dev.millrace.source.mongo;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.function.Function;
import org.bson.BsonValue;

/** Boundaries at even steps between two numbers, computed when asked for: there may be millions of them. */
final class EvenSteps extends AbstractList<BsonValue> implements RandomAccess {

    private final BigInteger from;
    private final BigInteger way;
    private final BigInteger parts;
    private final Function<BigInteger, BsonValue> value;

    /** At most `parts - 1` different boundaries, all between `from` and `to`. */
    EvenSteps(BigInteger from, BigInteger to, long parts, Function<BigInteger, BsonValue> value) {
        this.from = from;
        this.way = to.subtract(from);
        // Steps of less than one would come to the same number twice.
        this.parts = BigInteger.valueOf(Math.clamp(parts, 1, Integer.MAX_VALUE)).min(way.max(BigInteger.ONE));
        this.value = value;
    }

    @Override
    public int size() {
        return parts.intValueExact() - 1;
    }

    @Override
    public BsonValue get(int index) {
        BigInteger part = BigInteger.valueOf(index + 1L);
        return value.apply(from.add(way.multiply(part).divide(parts)));
    }
}
