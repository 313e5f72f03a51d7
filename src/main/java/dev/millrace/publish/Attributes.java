package dev.millrace.publish;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few attributes of a message, in the order in which they were told. Each event has its own, which are walked over and
 * hardly ever asked for by name: no hash table is made for them. Immutable.
 */
public final class Attributes extends AbstractMap<String, String> {

    /** Names and values in turn. */
    private final String[] texts;

    private Attributes(String[] texts) {
        this.texts = texts;
    }

    /** The same where they are such already. */
    static Attributes of(Map<String, String> attributes) {
        if (attributes instanceof Attributes same) {
            return same;
        }
        Builder all = new Builder(attributes.size());
        attributes.forEach(all::add);
        return all.build();
    }

    @Override
    public int size() {
        return texts.length / 2;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        for (int i = 0; i < texts.length; i += 2) {
            if (texts[i].equals(name)) {
                return texts[i + 1];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    /** Characters of all names and values. */
    int characters() {
        int characters = 0;
        for (String text : texts) {
            characters += text.length();
        }
        return characters;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {

            @Override
            public int size() {
                return Attributes.this.size();
            }

            @Override
            public Iterator<Map.Entry<String, String>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, String>> {

        private int next;

        @Override
        public boolean hasNext() {
            return next < texts.length;
        }

        @Override
        public Map.Entry<String, String> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Map.Entry<String, String> entry = Map.entry(texts[next], texts[next + 1]);
            next += 2;
            return entry;
        }
    }

    /** Attributes while they are gathered. */
    public static final class Builder {

        private String[] texts;
        private int length;

        /** @param most how many there will be; more may come */
        public Builder(int most) {
            texts = new String[2 * most];
        }

        /** @param name one that is not among them yet */
        public void add(String name, String value) {
            if (length == texts.length) {
                texts = Arrays.copyOf(texts, length + 8);
            }
            texts[length++] = name;
            texts[length++] = value;
        }

        /** What is added later is not among them. */
        public Attributes build() {
            return new Attributes(length == texts.length ? texts : Arrays.copyOf(texts, length));
        }
    }
}
