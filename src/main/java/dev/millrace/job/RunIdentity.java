package dev.millrace.job;

import dev.millrace.model.MillraceException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** Names a run after everything that decides its output, so that the same arguments find the same run again. */
final class RunIdentity {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final int HEX_DIGITS = 12;

    private RunIdentity() {}

    /** @param identity command, source, target and settings, without secrets */
    static String of(BsonDocument identity) {
        try {
            String json = identity.toJson(
                    JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build());
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String checked(String runId) {
        if (!NAME.matcher(runId).matches()) {
            throw MillraceException.usage(
                    "--run-id: '" + runId + "' cannot name a run",
                    "use up to 64 letters, digits, dots, hyphens and underscores");
        }
        return runId;
    }
}
