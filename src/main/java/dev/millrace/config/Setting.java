package dev.millrace.config;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be configured: its name, default and meaning stand here and nowhere else.
 *
 * @param key          its name in `config.yaml`; the environment variable's name follows from it
 * @param option       the command-line option that overrides it, or null
 * @param aliases      environment variables of older tools that mean the same
 * @param defaultValue as it would be written; null where there is none
 * @param meaning      one sentence, without the default
 * @param secret       whether its value must never be shown
 */
public record Setting<T>(
        String key,
        @Nullable String option,
        List<Alias> aliases,
        @Nullable String defaultValue,
        String meaning,
        boolean secret,
        Function<String, T> parser) {

    /** An older variable's name, with what must follow its value to make it one of ours (a unit, say). */
    public record Alias(String name, String suffix) {}

    public static <T> Setting<T> of(String key, Function<String, T> parser, String meaning) {
        return new Setting<>(key, null, List.of(), null, meaning, false, parser);
    }

    public static Setting<String> text(String key, String meaning) {
        return of(key, Function.identity(), meaning);
    }

    public static Setting<Integer> count(String key, String meaning) {
        return of(key, text -> Math.toIntExact(positive(text)), meaning);
    }

    public static Setting<Long> amount(String key, String meaning) {
        return of(key, Setting::positive, meaning);
    }

    public static Setting<MemorySize> size(String key, String meaning) {
        return of(key, MemorySize::parse, meaning);
    }

    public static Setting<Boolean> flag(String key, String meaning) {
        return of(key, Setting::yesOrNo, meaning);
    }

    /** A value out of an enum's constants, written in lower case. */
    public static <E extends Enum<E>> Setting<E> choice(String key, Class<E> type, String meaning) {
        return of(key, text -> oneOf(type, text), meaning);
    }

    public Setting<T> option(String name) {
        return new Setting<>(key, name, aliases, defaultValue, meaning, secret, parser);
    }

    public Setting<T> alias(String name) {
        return alias(name, "");
    }

    public Setting<T> alias(String name, String suffix) {
        List<Alias> more = new ArrayList<>(aliases);
        more.add(new Alias(name, suffix));
        return new Setting<>(key, option, List.copyOf(more), defaultValue, meaning, secret, parser);
    }

    public Setting<T> byDefault(String value) {
        return new Setting<>(key, option, aliases, value, meaning, secret, parser);
    }

    public Setting<T> asSecret() {
        return new Setting<>(key, option, aliases, defaultValue, meaning, true, parser);
    }

    /** The environment variable that carries it: `run.chunk-size` is `RUN_CHUNK_SIZE`. */
    public String variable() {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static long positive(String text) {
        try {
            long value = Long.parseLong(text.strip().replace("_", ""));
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notPositive(text, e);
        }
        throw notPositive(text, null);
    }

    private static MillraceException notPositive(String text, @Nullable Throwable cause) {
        return new MillraceException(
                FailureKind.USAGE,
                "'" + text + "' is not a whole number above 0",
                "write a number such as 4 or 100000",
                cause);
    }

    private static boolean yesOrNo(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw MillraceException.usage("'" + text + "' is neither true nor false", "write true or false");
        };
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
        String wanted = text.strip().replace('-', '_');
        StringBuilder known = new StringBuilder();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(wanted)) {
                return constant;
            }
            known.append(known.isEmpty() ? "" : ", ").append(written(constant));
        }
        throw MillraceException.usage("'" + text + "' is not known", "use one of: " + known);
    }

    /** How an enum's constant is written in options and files. */
    public static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
