package dev.millrace.bson;

import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriter;
import org.bson.json.JsonWriterSettings;

/** The driver's Extended JSON, put right where {@link ExtendedJson} documents that the driver's is not followed. */
final class DriverJson {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|.)");
    private static final Pattern SHORT_FRACTION = Pattern.compile("(\\{\"\\$date\": \"[^\"]{19}\\.)(\\d{1,2})Z");
    private static final Pattern POINTER =
            Pattern.compile("(?<!\\$dbPointer\": )\\{\"\\$ref\": \"[^\"]*\", \"\\$id\": \\{\"\\$oid\": \"[^\"]*\"}}");

    private DriverJson() {}

    static String of(dev.millrace.bson.JsonMode mode, byte[] document) {
        JsonMode driverMode = mode == dev.millrace.bson.JsonMode.RELAXED ? JsonMode.RELAXED : JsonMode.EXTENDED;
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(
                text, JsonWriterSettings.builder().outputMode(driverMode).build())) {
            writer.pipe(Bson.reader(document));
        }
        String unescaped = ESCAPE.matcher(text.toString()).replaceAll(DriverJson::unescaped);
        String padded = SHORT_FRACTION
                .matcher(unescaped)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1) + (m.group(2) + "00").substring(0, 3) + "Z"));
        return POINTER.matcher(padded).replaceAll(m -> Matcher.quoteReplacement("{\"$dbPointer\": " + m.group() + "}"));
    }

    private static String unescaped(java.util.regex.MatchResult escape) {
        if (escape.group(1) == null || Integer.parseInt(escape.group(1), 16) < 0x7F) {
            return Matcher.quoteReplacement(escape.group());
        }
        return String.valueOf((char) Integer.parseInt(escape.group(1), 16));
    }
}
