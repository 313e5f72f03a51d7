package dev.millrace.bson.edit;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;

/** Text with values of the document in it: `wh_{warehouse.id}_`. A field that is not there is left out. */
public final class FieldTemplate {

    private final String text;

    /** One more than fields: what stands in front of each, and behind the last. */
    private final List<String> literals = new ArrayList<>();

    private final List<FieldPath> fields = new ArrayList<>();

    private FieldTemplate(String text) {
        this.text = text;
        int at = 0;
        while (true) {
            int open = text.indexOf('{', at);
            int close = text.indexOf('}', Math.max(at, open));
            if (open < 0 && close < 0) {
                literals.add(text.substring(at));
                return;
            }
            if (open < 0 || close < open) {
                throw new IllegalArgumentException("is '" + text + "', which has a brace without its pair");
            }
            literals.add(text.substring(at, open));
            fields.add(FieldPath.parse(text.substring(open + 1, close)));
            at = close + 1;
        }
    }

    /** @throws IllegalArgumentException that says what is wrong with it */
    public static FieldTemplate parse(String text) {
        return new FieldTemplate(text);
    }

    public String filled(Scope scope) {
        if (fields.isEmpty()) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            out.append(literals.get(i));
            BsonValue value = scope.value(fields.get(i));
            out.append(value == null ? "" : ValueText.of(value));
        }
        return out.append(literals.getLast()).toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
