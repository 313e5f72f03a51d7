package dev.millrace.schema.migration;

import dev.millrace.bson.edit.Node;
import dev.millrace.bson.edit.OpenDocument;
import java.util.List;

/**
 * Computes something of a document: {@code $.first + ' ' + $.last}, {@code sum($.items[*].price)}. Immutable.
 *
 * @see ExpressionParser
 */
@FunctionalInterface
public interface Expression {

    /** Kind DATA where an operation does not know what to do with what it is given; never tells values. */
    Result of(OpenDocument document);

    /** @throws IllegalArgumentException that says what is wrong with it */
    static Expression parse(String text) {
        return new ExpressionParser(text).whole();
    }

    /**
     * What an expression comes to.
     *
     * @param nodes none where something that is missing would be needed
     * @param many  whether there may be any number of them, which together are an array
     */
    record Result(List<Node> nodes, boolean many) {

        static final Result MISSING = new Result(List.of(), false);

        public Result {
            nodes = List.copyOf(nodes);
        }

        static Result of(Node node) {
            return new Result(List.of(node), false);
        }

        boolean isMissing() {
            return nodes.isEmpty() && !many;
        }
    }
}
