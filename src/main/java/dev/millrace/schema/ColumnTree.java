package dev.millrace.schema;

import dev.millrace.bson.FaithfulJson;
import dev.millrace.bson.FieldNames;
import dev.millrace.bson.Nuls;
import dev.millrace.bson.TypeByte;
import java.util.Iterator;
import java.util.List;

/** Builds the tree of nodes for a schema, and gives each scalar its target. */
final class ColumnTree {

    private final MappingRules rules;
    private final Iterator<? extends ColumnTarget> targets;
    private final Iterator<? extends ArrayTarget> arrays;
    private final FaithfulJson json;
    private final JsonTexts texts;
    private final ValueCount widened = new ValueCount();
    private final Rest rest;

    /**
     * @param targets one for each scalar in the schema's order, then one for {@code _rest}
     * @param arrays  one for each array in the schema's order; none where nobody wants to hear of them
     */
    ColumnTree(
            MappingRules rules, Nuls nuls, List<? extends ColumnTarget> targets, List<? extends ArrayTarget> arrays) {
        this.rules = rules;
        this.targets = targets.subList(0, targets.size() - 1).iterator();
        this.arrays = arrays.iterator();
        json = new FaithfulJson(rules.json());
        texts = new JsonTexts(rules.compactJson(), nuls);
        rest = new Rest(texts, targets.getLast());
    }

    GroupNode build(TableSchema schema) {
        return group(schema.columns(), 0, false, 0);
    }

    Rest rest() {
        return rest;
    }

    /** Values that came in another type or exponent than their column's, numerically the same. */
    ValueCount widened() {
        return widened;
    }

    private GroupNode group(List<Column> columns, int parentDefinition, boolean nullable, int around) {
        int definition = parentDefinition + (nullable ? 1 : 0);
        ColumnNode[] children = columns.stream()
                .map(column -> node(column.type(), definition, column.nullable(), around))
                .toArray(ColumnNode[]::new);
        FieldNames names = new FieldNames(columns.stream().map(Column::field).toList());
        return new GroupNode(names, children, parentDefinition, nullable, rules, rest);
    }

    /** @param around how many arrays there are around the value */
    private ColumnNode node(ColumnType type, int parentDefinition, boolean nullable, int around) {
        return switch (type) {
            case ColumnType.Group(List<Column> fields) -> group(fields, parentDefinition, nullable, around);
            case ColumnType.ListOf(ColumnType element) -> {
                ArrayTarget target = arrays.hasNext() ? arrays.next() : ArrayTarget.NONE;
                int inner = ListNode.elementDefinition(parentDefinition, nullable);
                ColumnNode node = node(element, inner, true, around + 1);
                yield new ListNode(node, parentDefinition, nullable, around + 1, rest, rules.levels(), target);
            }
            case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ ->
                scalar(type, parentDefinition, nullable, targets.next());
        };
    }

    private ScalarNode scalar(ColumnType type, int parent, boolean nullable, ColumnTarget target) {
        return switch (type) {
            case ColumnType.Decimal decimal -> new DecimalNode(decimal, widened, parent, nullable, target);
            case ColumnType.Binary(int subtype) -> PlainNode.binary(subtype, rules, parent, nullable, target);
            case ColumnType.Scalar scalar ->
                switch (scalar) {
                    case DOUBLE -> new NumberNode(TypeByte.DOUBLE, widened, parent, nullable, target);
                    case INT32 -> new NumberNode(TypeByte.INT32, widened, parent, nullable, target);
                    case INT64 -> new NumberNode(TypeByte.INT64, widened, parent, nullable, target);
                    case BOOL -> PlainNode.of(TypeByte.BOOLEAN, rules, parent, nullable, target);
                    case STRING -> PlainNode.of(TypeByte.STRING, rules, parent, nullable, target);
                    case OBJECT_ID -> PlainNode.of(TypeByte.OBJECT_ID, rules, parent, nullable, target);
                    case DATE -> PlainNode.of(TypeByte.DATE, rules, parent, nullable, target);
                    case UUID -> PlainNode.uuid(rules, parent, nullable, target);
                    case UUID_JAVA -> LegacyUuidNode.java(parent, nullable, target);
                    case UUID_CSHARP -> LegacyUuidNode.csharp(parent, nullable, target);
                    case UUID_PYTHON -> LegacyUuidNode.python(parent, nullable, target);
                    case DECIMAL -> new DecimalTextNode(rules.plainDecimals(), widened, parent, nullable, target);
                    case JSON -> new JsonNode(json, texts, parent, nullable, target);
                };
            case ColumnType.Group _, ColumnType.ListOf _ -> throw new IllegalArgumentException("not a scalar: " + type);
        };
    }
}
