package dev.millrace.config;

import dev.millrace.model.MillraceException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How often each kind of operation occurs, by weight. */
public record OperationMix(int insert, int update, int delete) {

    private static final Set<String> KINDS = Set.of("insert", "update", "delete");
    private static final String EXAMPLE = "write it as insert=20,update=70,delete=10";
    private static final int HEAVIEST = 1_000_000;

    public OperationMix {
        if (insert < 0 || update < 0 || delete < 0 || (long) insert + update + delete == 0) {
            throw MillraceException.usage("weights of operations are at least 0, and not all 0", EXAMPLE);
        }
    }

    /** A kind that is left out does not occur. */
    static OperationMix parse(String text) {
        Map<String, Integer> weights = new HashMap<>();
        for (String part : text.strip().split(",", -1)) {
            String[] sides = part.strip().split("=", -1);
            if (sides.length != 2
                    || !KINDS.contains(sides[0].strip())
                    || !sides[1].strip().matches("\\d{1,7}")) {
                throw MillraceException.usage("'" + part + "' is no kind of operation with its weight", EXAMPLE);
            }
            int weight = Integer.parseInt(sides[1].strip());
            if (weight > HEAVIEST || weights.put(sides[0].strip(), weight) != null) {
                throw MillraceException.usage("'" + part + "' is too heavy, or there twice", EXAMPLE);
            }
        }
        return new OperationMix(
                weights.getOrDefault("insert", 0),
                weights.getOrDefault("update", 0),
                weights.getOrDefault("delete", 0));
    }

    @Override
    public String toString() {
        return "insert=" + insert + ",update=" + update + ",delete=" + delete;
    }
}
