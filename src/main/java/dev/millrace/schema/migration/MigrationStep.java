package dev.millrace.schema.migration;

import dev.millrace.bson.edit.Edit;
import dev.millrace.bson.edit.Edits;
import dev.millrace.bson.edit.FieldPath;
import dev.millrace.bson.edit.Node;
import dev.millrace.bson.edit.OpenDocument;
import dev.millrace.bson.edit.Placement;
import dev.millrace.bson.edit.Slice;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.migration.Expression.Result;
import java.util.List;
import java.util.Locale;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What a migration may consist of, beside what edits there are anyway. */
public final class MigrationStep {

    private MigrationStep() {}

    /** Makes another type of the values at a path; kind DATA where a value has no equal in that type. */
    public static Edit convert(FieldPath path, Conversion type) {
        return Edits.replace(
                List.of(path),
                (value, _) -> {
                    BsonValue converted = type.convert(value);
                    if (converted == null) {
                        throw notConvertible(path, type, value);
                    }
                    return converted;
                },
                false);
    }

    /** Tells the type of a value that has no equal in another type, and never the value. */
    public static MillraceException notConvertible(FieldPath path, Conversion type, BsonValue value) {
        return new MillraceException(
                FailureKind.DATA,
                path + " holds a value of type " + value.getBsonType().name().toLowerCase(Locale.ROOT)
                        + " that cannot be converted to " + type.word(),
                "mend the value at its source, or the conversion");
    }

    /** Sets a field to what an expression comes to; leaves it alone where something is missing for that. */
    public static Edit compute(FieldPath path, Expression expression) {
        return Edits.onDocuments((document, _) -> {
            Result result;
            try {
                result = expression.of(document);
            } catch (MillraceException e) {
                throw new MillraceException(e.kind(), "cannot compute " + path + ": " + e.problem(), e.hint(), e);
            } catch (ArithmeticException | NumberFormatException e) {
                throw new MillraceException(
                        FailureKind.DATA,
                        "cannot compute " + path + ": a number divided by zero, or larger than its type",
                        "mend the expression, or the document at its source",
                        e);
            }
            return (!result.nodes().isEmpty() || result.many()) && Placement.put(document, path, node(result), false);
        });
    }

    private static Node node(Result result) {
        return Slice.of(result.many() ? array(result.nodes()) : result.nodes().getFirst());
    }

    /** Through bytes, as nodes cannot be in two places. */
    private static Node array(List<Node> nodes) {
        OpenDocument holder = new OpenDocument();
        for (int i = 0; i < nodes.size(); i++) {
            holder.put(Integer.toString(i), nodes.get(i));
        }
        BsonDocument numbered = holder.bytes();
        return Slice.of(new BsonArray(List.copyOf(numbered.values())));
    }
}
