package dev.millrace.schema.migration;

import dev.millrace.bson.edit.Leaf;
import dev.millrace.bson.edit.Node;
import dev.millrace.bson.edit.ValueText;
import dev.millrace.schema.migration.Expression.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The functions of expressions. All but `coalesce` take everything that their arguments come to as one list. */
enum Function {
    /** Sum of numbers; 0 of none. */
    SUM {
        @Override
        Result of(List<Node> nodes) {
            return single(nodes.stream().map(Arithmetic::scalar).reduce(new BsonInt32(0), Arithmetic::plus));
        }
    },
    COUNT {
        @Override
        Result of(List<Node> nodes) {
            return single(new BsonInt32(nodes.size()));
        }
    },
    MIN {
        @Override
        Result of(List<Node> nodes) {
            return reduced(nodes, (one, other) -> Arithmetic.compare(one, other) <= 0 ? one : other);
        }
    },
    MAX {
        @Override
        Result of(List<Node> nodes) {
            return reduced(nodes, (one, other) -> Arithmetic.compare(one, other) >= 0 ? one : other);
        }
    },
    FIRST {
        @Override
        Result of(List<Node> nodes) {
            return nodes.isEmpty() ? Result.MISSING : Result.of(nodes.getFirst());
        }
    },
    LAST {
        @Override
        Result of(List<Node> nodes) {
            return nodes.isEmpty() ? Result.MISSING : Result.of(nodes.getLast());
        }
    },
    /** All texts, one behind the other. */
    CONCAT {
        @Override
        Result of(List<Node> nodes) {
            return text(texts(nodes).collect(Collectors.joining()));
        }
    },
    /** Texts with the first of them between the others. */
    JOIN {
        @Override
        Result of(List<Node> nodes) {
            if (nodes.isEmpty()) {
                return Result.MISSING;
            }
            String between = ValueText.of(Arithmetic.scalar(nodes.getFirst()));
            return text(texts(nodes).skip(1).collect(Collectors.joining(between)));
        }
    },
    LOWER {
        @Override
        Result of(List<Node> nodes) {
            return text(texts(nodes).collect(Collectors.joining()).toLowerCase(Locale.ROOT));
        }
    },
    UPPER {
        @Override
        Result of(List<Node> nodes) {
            return text(texts(nodes).collect(Collectors.joining()).toUpperCase(Locale.ROOT));
        }
    },
    TRIM {
        @Override
        Result of(List<Node> nodes) {
            return text(texts(nodes).collect(Collectors.joining()).strip());
        }
    },
    /** The first argument that is neither missing nor null. */
    COALESCE {
        @Override
        Result of(List<Node> nodes) {
            for (Node node : nodes) {
                if (!isNull(node)) {
                    return Result.of(node);
                }
            }
            return Result.MISSING;
        }

        @Override
        boolean takesMissing() {
            return true;
        }
    };

    abstract Result of(List<Node> nodes);

    /** Whether it does something else than to be missing itself where an argument is. */
    boolean takesMissing() {
        return false;
    }

    static @Nullable Function named(String name) {
        for (Function each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return each;
            }
        }
        return null;
    }

    static String names() {
        return Arrays.stream(values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    Expression applied(List<Expression> arguments) {
        List<Expression> all = List.copyOf(arguments);
        return document -> {
            List<Node> nodes = new ArrayList<>();
            for (Expression argument : all) {
                Result result = argument.of(document);
                if (result.isMissing() && !takesMissing()) {
                    return Result.MISSING;
                }
                nodes.addAll(result.nodes());
            }
            return of(nodes);
        };
    }

    private static boolean isNull(Node node) {
        return node.type() == (byte) BsonNull.VALUE.getBsonType().getValue();
    }

    private static Result single(BsonValue value) {
        return Result.of(new Leaf(value));
    }

    private static Result text(String text) {
        return single(new BsonString(text));
    }

    private static Stream<String> texts(List<Node> nodes) {
        return nodes.stream().map(node -> ValueText.of(Arithmetic.scalar(node)));
    }

    private static Result reduced(List<Node> nodes, BinaryOperator<BsonValue> choice) {
        return nodes.stream()
                .map(Arithmetic::scalar)
                .reduce(choice)
                .map(Function::single)
                .orElse(Result.MISSING);
    }
}
