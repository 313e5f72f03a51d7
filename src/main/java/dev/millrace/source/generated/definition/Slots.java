package dev.millrace.source.generated.definition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a {@link Row} keeps the value of each field that others may refer to. Filled while a definition is compiled. */
final class Slots {

    /** Follows an array's name in the name of the slot of its length. */
    static final String COUNT = "#";

    /** @param scale digits behind the point of the number kept there */
    record NumberSlot(int slot, int scale) {}

    private final Map<String, NumberSlot> numbers = new HashMap<>();
    private final Map<String, Integer> texts = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private final Set<String> reads = new HashSet<>();
    private int references;

    /**
     * The slot of a field; one field has one slot, however many alternatives write it. Alternatives with different
     * numbers of decimals have one each, and nobody can refer to them.
     */
    int number(Spec field, int scale) {
        NumberSlot known = numbers.computeIfAbsent(field.path(), path -> new NumberSlot(numbers.size(), scale));
        if (known.scale() == scale) {
            return known.slot();
        }
        ambiguous.add(field.path());
        String own = field.path() + COUNT + scale;
        return numbers.computeIfAbsent(own, path -> new NumberSlot(numbers.size(), scale))
                .slot();
    }

    /** The slot of a field, or -1 where it keeps no number. */
    int slotOrNone(Spec field) {
        NumberSlot known = numbers.get(field.path());
        return known == null ? -1 : known.slot();
    }

    int text(Spec field) {
        return texts.computeIfAbsent(field.path(), path -> texts.size());
    }

    int reference() {
        return references++;
    }

    @Nullable
    NumberSlot findNumber(String name, String scope) {
        return find(numbers, name, scope);
    }

    @Nullable
    Integer findText(String name, String scope) {
        return find(texts, name, scope);
    }

    /** Fields of the whole document that were looked up since the last call. */
    Set<String> takeReads() {
        Set<String> taken = Set.copyOf(reads);
        reads.clear();
        return taken;
    }

    /** Every number by its field's path. */
    Map<String, NumberSlot> allNumbers() {
        return Map.copyOf(numbers);
    }

    int numbers() {
        return numbers.size();
    }

    int texts() {
        return texts.size();
    }

    int references() {
        return references;
    }

    /** Looks beside the field first, then further and further out. */
    private <T> @Nullable T find(Map<String, T> slots, String name, String scope) {
        for (String at = scope; ; at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            String path = at.isEmpty() ? name : at + "." + name;
            T found = ambiguous.contains(path) ? null : slots.get(path);
            if (found != null) {
                int end = path.indexOf('.');
                reads.add(end < 0 ? path.replace(COUNT, "") : path.substring(0, end));
            }
            if (found != null || at.isEmpty()) {
                return found;
            }
        }
    }
}
