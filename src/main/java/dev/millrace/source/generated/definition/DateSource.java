package dev.millrace.source.generated.definition;

import java.util.Map;
import java.util.Set;

/**
 * Moments for `$date`, in milliseconds since 1970: between `from` and `to`, or some time (`min` to `max`) after an
 * earlier date. With `chain: true`, an array's second and later elements count from the element before instead.
 */
record DateSource(NumberSource base, Distribution delay, boolean chain, int slot, long precision)
        implements NumberSource {

    static NumberValue of(Spec spec, Slots slots) {
        int slot = slots.number(spec, 0);
        return new NumberValue(source(spec, slots, slot), 0, NumberValue.Encoding.DATE, slot);
    }

    private static NumberSource source(Spec spec, Slots slots, int slot) {
        if (!spec.isMap()) {
            return Expression.parse(spec, spec.text(), slots);
        }
        Map<String, Spec> options = spec.options(Set.of("from", "to", "after", "min", "max", "chain", "precision"));
        Spec precise = options.get("precision");
        long precision = precise == null ? 1 : Math.max(1, precise.millis());
        Spec after = options.get("after");
        if (after != null) {
            long min = options.containsKey("min") ? options.get("min").millis() : 0;
            long max = spec.required(options, "max").millis();
            if (max < min) {
                throw spec.wrong("has a 'max' that is less than its 'min'");
            }
            NumberSource base = Expression.parse(spec, after.text(), slots);
            boolean chain =
                    options.containsKey("chain") && options.get("chain").text().equals("true");
            return new DateSource(base, Distribution.uniform(min, max), chain, slot, precision);
        }
        long from = spec.required(options, "from").moment();
        long to = spec.required(options, "to").moment();
        if (to < from) {
            throw spec.wrong("has a 'to' that is before its 'from'");
        }
        NumberSource base = Expression.parse(spec, "0", slots);
        return new DateSource(base, Distribution.uniform(from, to), false, slot, precision);
    }

    @Override
    public long next(Row row) {
        long start = chain && row.position > 0 ? row.numbers[slot] : base.next(row);
        long moment = start + delay.next(row.random);
        return precision == 1 ? moment : moment - Math.floorMod(moment, precision);
    }

    @Override
    public int scale() {
        return 0;
    }
}
