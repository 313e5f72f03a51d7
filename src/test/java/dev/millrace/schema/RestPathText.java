package dev.millrace.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A path of `_rest`, read. */
record RestPathText(List<Step> steps, int occurrence, boolean raw) {

    sealed interface Step {}

    /** Each character is a byte. */
    record Name(String bytes) implements Step {}

    record Index(int index) implements Step {}

    static RestPathText parse(String text) {
        String path = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<Step> steps = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean inName = true;
        int occurrence = 1;
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at++);
            switch (c) {
                case '\\' -> {
                    if (path.charAt(at) == 'x') {
                        name.append((char) Integer.parseInt(path.substring(at + 1, at + 3), 16));
                        at += 3;
                    } else {
                        name.append(path.charAt(at++));
                    }
                }
                case '.' -> {
                    end(steps, name, inName);
                    inName = true;
                }
                case '[' -> {
                    end(steps, name, inName);
                    inName = false;
                    int close = path.indexOf(']', at);
                    steps.add(new Index(Integer.parseInt(path.substring(at, close))));
                    at = close + 1;
                }
                case '#' -> {
                    int end = path.endsWith("!bson") ? path.length() - 5 : path.length();
                    occurrence = Integer.parseInt(path.substring(at, end));
                    at = end;
                }
                case '!' -> {
                    end(steps, name, inName);
                    return new RestPathText(steps, occurrence, true);
                }
                default -> name.append(c);
            }
        }
        end(steps, name, inName);
        return new RestPathText(steps, occurrence, false);
    }

    private static void end(List<Step> steps, StringBuilder name, boolean inName) {
        if (inName) {
            steps.add(new Name(name.toString()));
            name.setLength(0);
        }
    }
}
