package dev.millrace.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.regex.JDKRegularExpressionFactory;
import com.networknt.schema.regex.RegularExpression;
import dev.millrace.bson.FieldNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes quick rules of the keywords of JSON Schema (drafts 7 and 2020-12) that most schemas consist of. What it does not
 * know makes the value a matter of the schema itself.
 */
final class QuickRules {

    /** Keywords that ask nothing, as long as no keyword that is not known refers to them. */
    private static final Set<String> ASK_NOTHING = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "$comment",
            "deprecated",
            "readOnly",
            "writeOnly",
            "$id",
            "$defs",
            "definitions");

    private static final Set<String> KNOWN = Set.of(
            "type",
            "enum",
            "const",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "items",
            "properties",
            "required",
            "additionalProperties");

    private QuickRules() {}

    /** @param schema known to be valid as such */
    static QuickCheck check(JsonNode schema) {
        QuickRule rule = rule(schema, true);
        return new QuickCheck(
                rule instanceof ValueRule value && (value.types() & ValueRule.OBJECT) != 0
                        ? value.objects()
                        : QuickRule.UNKNOWN);
    }

    private static QuickRule rule(JsonNode schema, boolean root) {
        if (schema.isBoolean()) {
            return schema.booleanValue() ? QuickRule.ANY : QuickRule.UNKNOWN;
        }
        boolean asks = root;
        for (var keyword : schema.properties()) {
            String name = keyword.getKey();
            if (KNOWN.contains(name)) {
                asks = true;
            } else if (!ASK_NOTHING.contains(name) && !(root && name.equals("$schema"))) {
                return QuickRule.UNKNOWN;
            }
        }
        if (!asks) {
            return QuickRule.ANY;
        }
        int types = types(schema.path("type"));
        StringRule strings = strings(schema);
        ObjectRule objects = objects(schema);
        if (types == 0 || objects == null) {
            return QuickRule.UNKNOWN;
        }
        if (schema.has("enum") || schema.has("const")) {
            types &= ValueRule.STRING;
        }
        return new ValueRule(types, strings, numbers(schema), arrays(schema), objects);
    }

    /** 0 where that is not known. */
    private static int types(JsonNode type) {
        if (type.isMissingNode()) {
            return ValueRule.ALL;
        }
        int types = 0;
        for (JsonNode each : type.isArray() ? type : List.of(type)) {
            types |= switch (each.asText()) {
                case "null" -> ValueRule.NULL;
                case "boolean" -> ValueRule.BOOLEAN;
                case "integer" -> ValueRule.INTEGER;
                case "number" -> ValueRule.NUMBER;
                case "string" -> ValueRule.STRING;
                case "array" -> ValueRule.ARRAY;
                case "object" -> ValueRule.OBJECT;
                default -> 0;
            };
        }
        return types;
    }

    private static StringRule strings(JsonNode schema) {
        List<byte[]> texts = new ArrayList<>();
        JsonNode allowed = schema.has("const") ? schema.path("const") : schema.path("enum");
        for (JsonNode each : allowed.isArray() ? allowed : List.of(allowed)) {
            if (each.isTextual()) {
                texts.add(each.textValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        boolean both = schema.has("const") && schema.has("enum");
        boolean none = !allowed.isMissingNode() && texts.isEmpty();
        String format = schema.path("format").asText("");
        if (both
                || none
                || !Set.of("", "date-time").contains(format)
                || !isCount(schema.path("minLength"))
                || !isCount(schema.path("maxLength"))) {
            return StringRule.UNKNOWN;
        }
        return new StringRule(
                schema.path("minLength").asInt(0),
                schema.path("maxLength").asInt(Integer.MAX_VALUE),
                pattern(schema.path("pattern")),
                texts,
                !format.isEmpty());
    }

    private static boolean isCount(JsonNode count) {
        return count.isMissingNode() || count.canConvertToInt();
    }

    private static @Nullable RegularExpression pattern(JsonNode pattern) {
        return pattern.isMissingNode()
                ? null
                : JDKRegularExpressionFactory.getInstance().getRegularExpression(pattern.asText());
    }

    private static NumberRule numbers(JsonNode schema) {
        JsonNode least = schema.path("minimum");
        JsonNode most = schema.path("maximum");
        if (!isExact(least) || !isExact(most)) {
            return NumberRule.UNKNOWN;
        }
        return new NumberRule(least.asLong(Long.MIN_VALUE), most.asLong(Long.MAX_VALUE));
    }

    private static boolean isExact(JsonNode bound) {
        return bound.isMissingNode()
                || (bound.isIntegralNumber()
                        && bound.canConvertToLong()
                        && Math.abs(bound.longValue()) <= NumberRule.EXACT);
    }

    private static ArrayRule arrays(JsonNode schema) {
        JsonNode items = schema.path("items");
        if (items.isArray() || !isCount(schema.path("minItems")) || !isCount(schema.path("maxItems"))) {
            return ArrayRule.UNKNOWN;
        }
        return new ArrayRule(
                schema.path("minItems").asInt(0),
                schema.path("maxItems").asInt(Integer.MAX_VALUE),
                items.isMissingNode() ? QuickRule.ANY : rule(items, false));
    }

    /** Null where it is not known which fields there have to be. */
    private static @Nullable ObjectRule objects(JsonNode schema) {
        List<String> names = new ArrayList<>();
        List<QuickRule> rules = new ArrayList<>();
        schema.path("properties").properties().forEach(property -> {
            names.add(property.getKey());
            rules.add(rule(property.getValue(), false));
        });
        long required = 0;
        for (JsonNode each : schema.path("required")) {
            if (!names.contains(each.asText())) {
                names.add(each.asText());
                rules.add(QuickRule.ANY);
            }
            required |= 1L << names.indexOf(each.asText());
        }
        JsonNode others = schema.path("additionalProperties");
        boolean open = others.isMissingNode() || (others.isBoolean() && others.booleanValue());
        if (names.size() > ObjectRule.MOST_FIELDS || names.stream().anyMatch(QuickRules::isOdd)) {
            return null;
        }
        return new ObjectRule(new FieldNames(names), rules, required, open);
    }

    /** Bytes that are no UTF-8 are shown as U+FFFD; half a character of a JSON escape cannot be written as bytes. */
    private static boolean isOdd(String name) {
        return name.indexOf('\uFFFD') >= 0
                || name.codePoints().anyMatch(each -> Character.getType(each) == Character.SURROGATE);
    }
}
