package dev.millrace.doubles.mongo;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A place in the stream as tokens of version 1 spell it: the hexadecimal form of the server's sortable keys, so that the
 * texts sort as the events do (key_string.cpp and resume_token.cpp of the server; the transcripts show examples).
 *
 * @param eventful   it is an event's; else a mere time, in front of all that happened then
 * @param invalidate it is the invalidate event's that follows the event
 * @param fragment   number of the part of a split event, else 0
 */
record ResumeToken(String text, BsonTimestamp time, int index, boolean eventful, boolean invalidate, int fragment) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int KIND = 18;
    private static final String VERSION = "2B02";
    private static final String OF_EVENT = "2C0100";
    private static final String OF_TIME = "0229296E04";
    private static final String NUMBER = "1E";
    private static final String STRING = "3C";
    private static final String OBJECT_ID = "64";
    private static final String BINARY = "5A";

    static ResumeToken at(BsonTimestamp time) {
        return new ResumeToken(time(time) + "2B" + OF_TIME, time, 0, false, false, 0);
    }

    static ResumeToken of(ChangeEntry entry, boolean invalidate, int fragment) {
        StringBuilder text =
                new StringBuilder(time(entry.time())).append(VERSION).append(OF_EVENT);
        text.append(number(entry.index())).append(invalidate ? "6F" : "6E");
        if (entry.uuid() != null) {
            text.append(BINARY).append("1004").append(hex(entry.uuid()));
        }
        if (entry.id() != null) {
            text.append("46").append(id(entry.id())).append("00");
        }
        if (fragment > 0) {
            text.append(number(fragment));
        }
        return new ResumeToken(text.append("04").toString(), entry.time(), entry.index(), true, invalidate, fragment);
    }

    static ResumeToken parse(BsonDocument token) {
        BsonValue data = token.get("_data");
        if (data == null || !data.isString()) {
            throw new CommandFailure(
                    40647, "Location40647", "Bad resume token: _data of missing or of wrong type " + token.toJson());
        }
        String text = data.asString().getValue();
        if (text.length() % 2 != 0 || !text.matches("[0-9A-Fa-f]*")) {
            throw ErrorCode.FAILED_TO_PARSE.failure("resume token string was not a valid hex string");
        }
        if (text.length() < KIND + VERSION.length() + 2 || !text.startsWith("82")) {
            throw new CommandFailure(15, "Overflow", "Invalid advance (8) past end of buffer[1] at offset: 0");
        }
        BsonTimestamp time = new BsonTimestamp(Long.parseUnsignedLong(text.substring(2, KIND), 16));
        if (!text.startsWith(VERSION + OF_EVENT, KIND)) {
            return new ResumeToken(text, time, 0, false, false, 0);
        }
        int at = KIND + VERSION.length() + OF_EVENT.length();
        int bytes = Integer.parseInt(text.substring(at, at + 2), 16) - 0x2A;
        int index = bytes <= 0 ? 0 : Integer.parseInt(text.substring(at + 2, at + 2 + bytes * 2), 16) >> 1;
        int end = at + 2 + Math.max(0, bytes) * 2;
        return new ResumeToken(text, time, index, true, text.startsWith("6F", end), 0);
    }

    BsonDocument document() {
        return new BsonDocument("_data", new BsonString(text));
    }

    private static String time(BsonTimestamp time) {
        return "82" + HEX.toHexDigits(time.getTime()) + HEX.toHexDigits(time.getInc());
    }

    private static String hex(UUID uuid) {
        return HEX.toHexDigits(uuid.getMostSignificantBits()) + HEX.toHexDigits(uuid.getLeastSignificantBits());
    }

    private static String number(long value) {
        if (value == 0) {
            return "29";
        }
        int bytes = (Long.SIZE - Long.numberOfLeadingZeros(value << 1) + 7) / 8;
        return HEX.toHexDigits((byte) (0x2A + bytes))
                + HEX.toHexDigits(value << 1).substring(16 - 2 * bytes);
    }

    /** The type, the name and the value of the document's key; values that no test orders by are spelled as bytes. */
    private static String id(BsonValue id) {
        String name = HEX.formatHex("_id\0".getBytes(StandardCharsets.US_ASCII));
        if (id.isInt32() || id.isInt64()) {
            long value = id.asNumber().longValue();
            if (value >= 0) {
                return NUMBER + name + number(value);
            }
        }
        if (id.isObjectId()) {
            return OBJECT_ID
                    + name
                    + OBJECT_ID
                    + id.asObjectId().getValue().toHexString().toUpperCase(java.util.Locale.ROOT);
        }
        if (id.isString()) {
            return STRING + name + STRING
                    + HEX.formatHex(id.asString().getValue().getBytes(StandardCharsets.UTF_8)) + "00";
        }
        return BINARY + name + BINARY + HEX.formatHex(RawBson.encode(new BsonDocument("", id)));
    }

    /** Whether it was made from this event: fragments and invalidate events count as the event they follow. */
    boolean isOf(@Nullable ChangeEntry entry) {
        if (entry == null) {
            return false;
        }
        String own = of(entry, invalidate, 0).text();
        return text.startsWith(own.substring(0, own.length() - 2));
    }

    /** Which fragment of a split event it stands behind; 0 where it is the whole event's. */
    int fragmentOf(ChangeEntry entry) {
        String own = of(entry, invalidate, 0).text();
        return text.equals(own) ? 0 : Integer.parseInt(text.substring(own.length(), text.length() - 2), 16) >> 1;
    }
}
