package dev.millrace.source.generated.inference;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the texts of one field are like: a small set of values, something known by its form, or just so long. */
final class TextProfile {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[A-Za-z]{2,}");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern HEX = Pattern.compile("(?=.*\\d)(?=.*[a-f])[0-9a-f]{8,1000}");

    /** Values with so many digits are numbers of something, of a person perhaps. */
    private static final Pattern IDENTIFYING = Pattern.compile(".*(\\d[ -]?){5}.*|.*@.*", Pattern.DOTALL);

    private static final int LONGEST_COPIED = 40;
    private static final int LONGEST_FORM = 60;
    private static final int FEW_FORMS = 20;

    private final ValueCounts<String> values = new ValueCounts<>();
    private final NumberProfile lengths = new NumberProfile();
    private final Set<String> forms = new HashSet<>();
    private long count;
    private long emails;
    private long uuids;
    private long hexes;
    private boolean longValues;
    private boolean identifying;

    void see(String text, long document) {
        count++;
        values.see(text, document);
        lengths.see(BigDecimal.valueOf(text.codePointCount(0, text.length())));
        longValues |= text.length() > LONGEST_COPIED;
        identifying |=
                text.length() <= LONGEST_COPIED && IDENTIFYING.matcher(text).matches();
        emails += EMAIL.matcher(text).matches() ? 1 : 0;
        uuids += UUID.matcher(text).matches() ? 1 : 0;
        hexes += HEX.matcher(text).matches() ? 1 : 0;
        if (forms.size() <= FEW_FORMS && text.length() <= LONGEST_FORM) {
            forms.add(form(text));
        }
    }

    /** Values that may be copied, with how often they occur. */
    Map<String, Long> common() {
        return longValues || identifying ? Map.of() : values.common();
    }

    /** The instruction that makes such texts, when values are not copied. */
    Map<String, Object> instruction() {
        Map<String, Object> instruction = new LinkedHashMap<>();
        if (uuids == count) {
            instruction.put("$text", "{hex 8}-{hex 4}-4{hex 3}-a{hex 3}-{hex 12}");
        } else if (emails == count) {
            instruction.put("$text", "{lower 8}.{lower 6}@{@mail-domains}");
        } else if (hexes == count
                && forms.stream().mapToInt(String::length).distinct().count() == 1) {
            instruction.put("$text", "{hex " + forms.iterator().next().length() + "}");
        } else if (forms.size() == 1 && !longValues && hasDigits()) {
            instruction.put("$text", pattern(forms.iterator().next()));
        } else {
            instruction.put("$words", lengths.exact());
        }
        return instruction;
    }

    private boolean hasDigits() {
        return forms.iterator().next().indexOf('9') >= 0;
    }

    /** Kinds of characters: 9 for digits, A and a for letters, others as they are. */
    private static String form(String text) {
        StringBuilder form = new StringBuilder();
        text.chars().forEach(character -> {
            if (Character.isDigit(character)) {
                form.append('9');
            } else if (Character.isUpperCase(character)) {
                form.append('A');
            } else {
                form.append(Character.isLetter(character) ? 'a' : (char) character);
            }
        });
        return form.toString();
    }

    private static String pattern(String form) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < form.length(); ) {
            char kind = form.charAt(i);
            int end = i;
            while (end < form.length() && form.charAt(end) == kind) {
                end++;
            }
            String run = form.substring(i, end);
            pattern.append(
                    switch (kind) {
                        case '9' -> "{digits " + run.length() + "}";
                        case 'A' -> "{letters " + run.length() + "}";
                        case 'a' -> "{lower " + run.length() + "}";
                        case '{', '}' -> "_".repeat(run.length());
                        default -> run;
                    });
            i = end;
        }
        return pattern.toString();
    }
}
