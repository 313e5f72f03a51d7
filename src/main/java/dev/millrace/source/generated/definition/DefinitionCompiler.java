package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonTypeByte;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Turns a definition's fields into a tree of values. A map with a key that starts with `$` is an instruction. */
final class DefinitionCompiler {

    private static final Set<String> MODIFIERS = Set.of("$when", "$missing", "$nulls");

    private final Definition definition;
    private final Slots slots = new Slots();

    DefinitionCompiler(Definition definition) {
        this.definition = definition;
    }

    Slots slots() {
        return slots;
    }

    /** The value of one field, or the whole document for the spec without a path. */
    Value value(Spec spec) {
        return switch (spec.node()) {
            case Map<?, ?> map
            when map.keySet().stream().anyMatch(DefinitionCompiler::isInstruction) -> optional(spec.options(), spec);
            case Map<?, ?> map -> document(spec, map);
            case List<?> list -> fixedArray(spec, list);
            case null, default -> Constant.of(spec);
        };
    }

    DocumentValue document(Spec spec, Map<?, ?> map) {
        Map<String, Value> fields = new LinkedHashMap<>();
        map.forEach((name, node) -> fields.put(String.valueOf(name), value(spec.field(String.valueOf(name), node))));
        return new DocumentValue(BsonTypeByte.DOCUMENT, fields);
    }

    private static boolean isInstruction(Object key) {
        return key.toString().startsWith("$");
    }

    private Value fixedArray(Spec spec, List<?> list) {
        Map<String, Value> elements = new LinkedHashMap<>();
        for (Object node : list) {
            String place = Integer.toString(elements.size());
            elements.put(place, value(spec.field(place, node)));
        }
        return new DocumentValue(BsonTypeByte.ARRAY, elements);
    }

    private Value optional(Map<String, Spec> options, Spec spec) {
        List<String> instructions = options.keySet().stream()
                .filter(key -> !MODIFIERS.contains(key))
                .toList();
        if (instructions.size() != 1) {
            throw spec.wrong("needs exactly one instruction, and has " + instructions);
        }
        String instruction = instructions.getFirst();
        boolean modified = options.size() > 1;
        Spec when = options.get("$when");
        NumberSource condition = Expression.parse(spec, when == null ? "1" : when.text(), slots);
        Value value = instruction(instruction, Definition.required(spec, options, instruction));
        if (!modified) {
            return value;
        }
        double missing =
                options.containsKey("$missing") ? options.get("$missing").probability() : 0;
        double nulls = options.containsKey("$nulls") ? options.get("$nulls").probability() : 0;
        return new OptionalValue(value, slots.slotOrNone(spec), condition, missing, nulls);
    }

    private Value instruction(String name, Spec spec) {
        return switch (name) {
            case "$int" -> NumberValue.of(spec, NumberValue.Encoding.INT, slots);
            case "$long" -> NumberValue.of(spec, NumberValue.Encoding.LONG, slots);
            case "$double" -> NumberValue.of(spec, NumberValue.Encoding.DOUBLE, slots);
            case "$decimal" -> NumberValue.of(spec, NumberValue.Encoding.DECIMAL, slots);
            case "$date" -> DateSource.of(spec, slots);
            case "$bool" -> new BooleanValue(spec.probability(), slots.number(spec, 0));
            case "$objectId" -> ObjectIdValue.of(spec, slots);
            case "$uuid" -> new UuidValue();
            case "$vin" -> VinValue.of(spec, slots);
            case "$text" -> TextPattern.parse(spec, slots, pool -> definition.pool(pool, spec));
            case "$pool" -> pool(spec);
            case "$pick" -> PickValue.of(spec, slots);
            case "$choose" -> choose(spec);
            case "$oneOf" -> oneOf(spec);
            case "$array" -> array(spec);
            case "$reference" -> reference(spec);
            default -> throw spec.wrong("has the unknown instruction '" + name + "'");
        };
    }

    private Value pool(Spec spec) {
        if (!spec.isMap()) {
            Pool pool = definition.pool(spec.text(), spec);
            return new TextValue(
                    spec, List.of(new TextPart.Draw(pool, Distribution.uniform(0, pool.size() - 1))), slots);
        }
        Map<String, Spec> options = spec.options(Set.of("name", "exponent"));
        Pool pool = definition.pool(Definition.required(spec, options, "name").text(), spec);
        double exponent =
                Definition.required(spec, options, "exponent").number().doubleValue();
        return new TextValue(
                spec, List.of(new TextPart.Draw(pool, Distribution.zipf(0, pool.size() - 1, exponent))), slots);
    }

    private Value choose(Spec spec) {
        Map<String, Spec> options = spec.options(Set.of("by", "of"));
        NumberSource by =
                Expression.parse(spec, Definition.required(spec, options, "by").text(), slots);
        List<Value> values = new ArrayList<>();
        Definition.required(spec, options, "of").list().forEach(value -> values.add(value(value)));
        return new ChoiceValue(by, values);
    }

    private Value oneOf(Spec spec) {
        List<Double> weights = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (Spec alternative : spec.list()) {
            Map<String, Spec> options = alternative.options(Set.of("weight", "value"));
            Spec weight = options.get("weight");
            weights.add(weight == null ? 1 : weight.number().doubleValue());
            values.add(value(Definition.required(spec, options, "value")));
        }
        return new ChoiceValue.Weighted(new Weights(spec, weights), values);
    }

    private Value array(Spec spec) {
        Set<String> allowed = new TreeSet<>(Distribution.OPTIONS);
        allowed.addAll(Set.of("of", "length"));
        Map<String, Spec> options = spec.options(allowed);
        Spec length = options.get("length");
        NumberSource count = length != null
                ? Expression.parse(spec, length.text(), slots)
                : new NumberSource.Drawn(Distribution.of(spec, options, 0), 0);
        int first = slots.numbers();
        Value element = value(Definition.required(spec, options, "of"));
        int end = slots.numbers();
        int countSlot = slots.number(new Spec(spec.dataset(), spec.path() + Slots.COUNT, null), 0);
        return new ArrayValue(element, count, countSlot, first, end);
    }

    private Value reference(Spec spec) {
        Map<String, Spec> options = spec.options(Set.of("to", "count", "exponent"));
        Definition other =
                definition.other(Definition.required(spec, options, "to").text(), spec);
        long count = Definition.required(spec, options, "count").fixed(0);
        if (count < 1) {
            throw spec.wrong("needs a count of at least 1");
        }
        Spec exponent = options.get("exponent");
        Distribution choice = exponent == null
                ? Distribution.uniform(0, count - 1)
                : Distribution.zipf(0, count - 1, exponent.number().doubleValue());
        DefinitionCompiler compiler = new DefinitionCompiler(other.alone());
        Value id = compiler.value(other.field("_id"));
        return new ReferenceValue(slots.reference(), id, compiler.slots(), count, choice);
    }
}
