package dev.millrace.schema;

import dev.millrace.bson.ExtendedJson;
import dev.millrace.bson.FieldNames;
import dev.millrace.bson.JsonMode;
import dev.millrace.bson.TypeByte;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Builds the tree of nodes for a schema, and gives each scalar its target. */
final class ColumnTree {

    private final MappingRules rules;
    private final Iterator<ColumnTarget> targets;
    private final JsonFidelity fidelity = new JsonFidelity();
    private final ExtendedJson json = new ExtendedJson(JsonMode.CANONICAL);
    private final List<ScalarNode> scalars = new ArrayList<>();
    private final Rest rest;

    /** @param targets one for each scalar in the schema's order, then one for {@code _rest} */
    ColumnTree(MappingRules rules, List<ColumnTarget> targets) {
        this.rules = rules;
        this.targets = targets.subList(0, targets.size() - 1).iterator();
        rest = new Rest(fidelity, json, targets.getLast());
    }

    GroupNode build(TableSchema schema) {
        return group(schema.columns(), 0, false, 0);
    }

    Rest rest() {
        return rest;
    }

    List<ScalarNode> scalars() {
        return scalars;
    }

    private GroupNode group(List<Column> columns, int parentDefinition, boolean nullable, int arrays) {
        int definition = parentDefinition + (nullable ? 1 : 0);
        ColumnNode[] children = columns.stream()
                .map(column -> node(column.type(), definition, column.nullable(), arrays))
                .toArray(ColumnNode[]::new);
        FieldNames names = new FieldNames(columns.stream().map(Column::field).toList());
        return new GroupNode(names, children, parentDefinition, nullable, rules.keepNulls(), rest);
    }

    /** @param arrays how many arrays there are around the value */
    private ColumnNode node(ColumnType type, int parentDefinition, boolean nullable, int arrays) {
        return switch (type) {
            case ColumnType.Group(List<Column> fields) -> group(fields, parentDefinition, nullable, arrays);
            case ColumnType.ListOf(ColumnType element) -> {
                int inner = ListNode.elementDefinition(parentDefinition, nullable);
                yield new ListNode(
                        node(element, inner, true, arrays + 1), parentDefinition, nullable, arrays + 1, rest);
            }
            case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ -> {
                ScalarNode scalar = scalar(type, parentDefinition, nullable, targets.next());
                scalars.add(scalar);
                yield scalar;
            }
        };
    }

    private ScalarNode scalar(ColumnType type, int parent, boolean nullable, ColumnTarget target) {
        return switch (type) {
            case ColumnType.Decimal decimal -> new DecimalNode(decimal, parent, nullable, target);
            case ColumnType.Binary(int subtype) -> PlainNode.binary(subtype, rules, parent, nullable, target);
            case ColumnType.Scalar scalar ->
                switch (scalar) {
                    case DOUBLE -> new NumberNode(TypeByte.DOUBLE, parent, nullable, target);
                    case INT32 -> new NumberNode(TypeByte.INT32, parent, nullable, target);
                    case INT64 -> new NumberNode(TypeByte.INT64, parent, nullable, target);
                    case BOOL -> PlainNode.of(TypeByte.BOOLEAN, rules, parent, nullable, target);
                    case STRING -> PlainNode.of(TypeByte.STRING, rules, parent, nullable, target);
                    case OBJECT_ID -> PlainNode.of(TypeByte.OBJECT_ID, rules, parent, nullable, target);
                    case DATE -> PlainNode.of(TypeByte.DATE, rules, parent, nullable, target);
                    case UUID -> PlainNode.uuid(rules, parent, nullable, target);
                    case DECIMAL -> new DecimalTextNode(parent, nullable, target);
                    case JSON -> new JsonNode(fidelity, json, parent, nullable, target);
                };
            case ColumnType.Group _, ColumnType.ListOf _ -> throw new IllegalArgumentException("not a scalar: " + type);
        };
    }
}
