package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.BsonTypeByte;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A number or date: `$int`, `$long`, `$double`, `$decimal`, `$date`, `$bool`. */
record NumberValue(NumberSource source, int scale, Encoding encoding, int slot) implements Value {

    /** How a number is written. */
    enum Encoding {
        /** int32; int64 where it does not fit. */
        INT,
        LONG,
        DOUBLE,
        DECIMAL,
        DATE;

        int decimals() {
            return this == DOUBLE || this == DECIMAL ? 2 : 0;
        }
    }

    /** From an expression, a constant, or options: bounds and distribution, or `value`, and `scale`. */
    static NumberValue of(Spec spec, Encoding encoding, Slots slots) {
        if (!spec.isMap()) {
            return value(spec, Expression.parse(spec, spec.text(), slots), encoding.decimals(), encoding, slots);
        }
        Set<String> allowed = new TreeSet<>(Distribution.OPTIONS);
        allowed.add("scale");
        allowed.add("value");
        Map<String, Spec> options = spec.options(allowed);
        int scale = options.containsKey("scale") ? options.get("scale").number().intValue() : encoding.decimals();
        if (scale < 0 || scale > Decimals.MAX_SCALE) {
            throw spec.wrong("needs a scale from 0 to " + Decimals.MAX_SCALE);
        }
        NumberSource source = options.containsKey("value")
                ? Expression.parse(spec, options.get("value").text(), slots)
                : new NumberSource.Drawn(Distribution.of(spec, options, scale), scale);
        return value(spec, source, scale, encoding, slots);
    }

    private static NumberValue value(Spec spec, NumberSource source, int scale, Encoding encoding, Slots slots) {
        return new NumberValue(source, scale, encoding, slots.number(spec, scale));
    }

    @Override
    public void write(Row row, byte[] name) {
        long value = Decimals.rescale(source.next(row), source.scale(), scale);
        row.number(slot, value);
        BsonAppender out = row.out;
        switch (encoding) {
            case INT -> {
                if (value == (int) value) {
                    out.element(BsonTypeByte.INT32, name);
                    out.int32((int) value);
                } else {
                    long64(out, BsonTypeByte.INT64, name, value);
                }
            }
            case LONG -> long64(out, BsonTypeByte.INT64, name, value);
            case DATE -> long64(out, BsonTypeByte.DATE, name, value);
            case DOUBLE -> {
                out.element(BsonTypeByte.DOUBLE, name);
                out.float64((double) value / Decimals.power(scale));
            }
            case DECIMAL -> {
                out.element(BsonTypeByte.DECIMAL128, name);
                out.decimal128(value, scale);
            }
        }
    }

    private static void long64(BsonAppender out, int type, byte[] name, long value) {
        out.element(type, name);
        out.int64(value);
    }
}
