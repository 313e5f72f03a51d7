package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonTypeByte;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Turns the fields of one collection into a tree of values. A map with a key that starts with `$` is an instruction. */
final class DefinitionCompiler {

    private static final Set<String> MODIFIERS = Set.of("$when", "$missing", "$nulls");

    private final Definition definition;
    private final Map<String, CollectionDefinition> siblings;
    private final Set<String> copying;
    private final Slots slots = new Slots();
    private final Map<String, Set<String>> reads = new LinkedHashMap<>();

    /**
     * @param siblings the collections of the same definition, by name
     * @param copying  those whose documents are being compiled: none can hold a copy of itself
     */
    DefinitionCompiler(Definition definition, Map<String, CollectionDefinition> siblings, Set<String> copying) {
        this.definition = definition;
        this.siblings = siblings;
        this.copying = Set.copyOf(copying);
    }

    Slots slots() {
        return slots;
    }

    /** For each field of the whole document the fields that its value is computed from. */
    Map<String, Set<String>> reads() {
        return reads;
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
        map.forEach((key, node) -> {
            String name = String.valueOf(key);
            fields.put(name, value(spec.field(name, node)));
            if (spec.path().isEmpty()) {
                reads.put(name, slots.takeReads());
            }
        });
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
        Value value = instruction(instruction, spec.required(options, instruction));
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
            case "$document" -> fields(spec);
            case "$words" -> WordsValue.of(spec);
            case "$binary" -> BinaryValue.of(spec);
            case "$reference" -> reference(spec);
            case "$copy" -> copy(spec);
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
        Pool pool = definition.pool(spec.required(options, "name").text(), spec);
        double exponent = spec.required(options, "exponent").number().doubleValue();
        return new TextValue(
                spec, List.of(new TextPart.Draw(pool, Distribution.zipf(0, pool.size() - 1, exponent))), slots);
    }

    private Value choose(Spec spec) {
        Map<String, Spec> options = spec.options(Set.of("by", "of"));
        NumberSource by = Expression.parse(spec, spec.required(options, "by").text(), slots);
        List<Value> values = new ArrayList<>();
        spec.required(options, "of").list().forEach(value -> values.add(value(value)));
        return new ChoiceValue(by, values);
    }

    private Value oneOf(Spec spec) {
        List<Double> weights = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (Spec alternative : spec.list()) {
            Map<String, Spec> options = alternative.options(Set.of("weight", "value"));
            Spec weight = options.get("weight");
            weights.add(weight == null ? 1 : weight.number().doubleValue());
            values.add(value(spec.required(options, "value")));
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
        Value element = value(spec.required(options, "of"));
        int end = slots.numbers();
        int countSlot = slots.number(new Spec(spec.origin(), spec.path() + Slots.COUNT, null), 0);
        return new ArrayValue(element, count, countSlot, first, end);
    }

    private Value fields(Spec spec) {
        return document(spec, spec.map());
    }

    private Value reference(Spec spec) {
        Map<String, Spec> options = spec.options(Set.of("to", "count", "exponent", "at"));
        CollectionDefinition other = collection(spec, options, "to");
        DefinitionCompiler compiler = other.compiler(Map.of(), Set.of());
        Value id = compiler.value(other.id(spec));
        LinkedRow link = new LinkedRow(slots.reference(), compiler.slots(), other.count(), other.salt());
        return new ReferenceValue(link, id, place(spec, options, other.count()), slots.number(spec, 0));
    }

    private Value copy(Spec spec) {
        Map<String, Spec> options = spec.options(Set.of("of", "count", "exponent", "at", "fields", "with"));
        CollectionDefinition other = collection(spec, options, "of");
        if (copying.contains(other.name())) {
            throw spec.wrong("copies '" + other.name() + "', whose documents it is part of itself");
        }
        NumberSource at = place(spec, options, other.count());
        DefinitionCompiler compiler = other.compiler(siblings, copying);
        Spec document = other.document();
        DocumentValue value = compiler.document(document, document.map());
        LinkedRow link = new LinkedRow(slots.reference(), compiler.slots(), other.count(), other.salt());
        int slot = slots.number(spec, 0);
        int[] places = spec.required(options, "fields").list().stream()
                .mapToInt(field -> value.place(field.text(), spec))
                .toArray();
        CopyValue.Exports exports = CopyValue.Exports.of(spec, slots, value, places, compiler.slots());
        Spec with = options.get("with");
        DocumentValue more =
                with != null ? document(with, with.map()) : new DocumentValue(BsonTypeByte.DOCUMENT, Map.of());
        return new CopyValue(link, value, places, more, at, slot, exports);
    }

    /** A collection beside this one, or the main one of another data set, with the count that is given. */
    private CollectionDefinition collection(Spec spec, Map<String, Spec> options, String option) {
        String name = spec.required(options, option).text();
        CollectionDefinition sibling = siblings.get(name);
        if (sibling != null && !options.containsKey("count")) {
            return sibling;
        }
        long count = spec.required(options, "count").fixed(0);
        if (count < 1) {
            throw spec.wrong("needs a count of at least 1");
        }
        Definition other = definition.other(name, spec).alone();
        return other.mainCollection(count);
    }

    /** Which document of another collection: computed by `at`, else drawn. */
    private NumberSource place(Spec spec, Map<String, Spec> options, long count) {
        Spec at = options.get("at");
        if (at != null) {
            return Expression.parse(spec, at.text(), slots);
        }
        Spec exponent = options.get("exponent");
        long last = Math.max(0, count - 1);
        return new NumberSource.Drawn(
                exponent == null
                        ? Distribution.uniform(0, last)
                        : Distribution.zipf(0, last, exponent.number().doubleValue()),
                0);
    }
}
