package dev.millrace.schema.migration;

import dev.millrace.bson.edit.Leaf;
import dev.millrace.bson.edit.Node;
import dev.millrace.bson.edit.OpenArray;
import dev.millrace.bson.edit.OpenDocument;
import dev.millrace.bson.edit.Slice;
import dev.millrace.schema.migration.Expression.Result;
import java.util.ArrayList;
import java.util.List;

/** One step of a path through a document, as JSONPath has it: into a field, an element, or all of them. */
sealed interface Step {

    /** Adds what the step leads to from a node; nothing where it leads nowhere. */
    void from(Node node, List<Node> to);

    record Field(String name) implements Step {

        @Override
        public void from(Node node, List<Node> to) {
            if (node instanceof OpenDocument document) {
                int field = document.find(name);
                if (field >= 0) {
                    to.add(document.opened(field));
                }
            }
        }
    }

    /** An element; from the end of the array where it is negative. */
    record Index(int index) implements Step {

        @Override
        public void from(Node node, List<Node> to) {
            if (node instanceof OpenArray array) {
                int at = index < 0 ? array.size() + index : index;
                if (at >= 0 && at < array.size()) {
                    to.add(array.opened(at));
                }
            }
        }
    }

    record Any() implements Step {

        @Override
        public void from(Node node, List<Node> to) {
            switch (node) {
                case OpenDocument document -> {
                    for (int field = 0; field < document.size(); field++) {
                        to.add(document.opened(field));
                    }
                }
                case OpenArray array -> {
                    for (int i = 0; i < array.size(); i++) {
                        to.add(array.opened(i));
                    }
                }
                case Slice _, Leaf _ -> {}
            }
        }
    }

    /** Everything that some steps lead to, one after the other. */
    static Expression along(List<Step> steps) {
        boolean many = steps.stream().anyMatch(Any.class::isInstance);
        return document -> {
            List<Node> nodes = List.of(document);
            for (Step step : steps) {
                List<Node> next = new ArrayList<>();
                nodes.forEach(node -> step.from(node, next));
                nodes = next;
            }
            return new Result(nodes, many);
        };
    }
}
