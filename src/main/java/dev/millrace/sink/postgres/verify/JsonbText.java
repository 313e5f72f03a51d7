package dev.millrace.sink.postgres.verify;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Writes JSON as PostgreSQL prints it after it was stored as jsonb: the members of an object by the length of their names
 * in bytes, then by their bytes, of a name that stands twice the last; one space behind commas and colons; numbers without
 * exponents; in strings no escape but for quotes, backslashes and control characters. Source: jsonb.c, jsonb_util.c and
 * json.c (escape_json) in PostgreSQL's src/backend/utils/adt. Takes sound JSON in UTF-8; for use by one thread.
 */
final class JsonbText {

    private static final Comparator<Member> ORDER = Comparator.<Member>comparingInt(member -> member.name.length)
            .thenComparing(Member::name, Arrays::compareUnsigned);
    private static final byte[] COMMA = {',', ' '};
    private static final byte[] COLON = {':', ' '};
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private byte[] source = {};
    private int at;
    private int end;
    private ByteText out = new ByteText();
    private final ByteText string = new ByteText();
    private final ByteText scratch = new ByteText();

    /** A member of an object; its value fills the output from `start` to `end`. */
    private static final class Member {

        private final byte[] name;
        private final int start;
        private final int end;

        Member(byte[] name, int start, int end) {
            this.name = name;
            this.start = start;
            this.end = end;
        }

        byte[] name() {
            return name;
        }
    }

    /** Appends the JSON that fills `length` bytes from `offset`. */
    void write(byte[] json, int offset, int length, ByteText into) {
        end = offset + length;
        source = json;
        at = offset;
        out = into;
        value();
    }

    private void value() {
        skipSpace();
        switch (source[at]) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> {
                readString();
                quote(string.bytes(), string.length());
            }
            case 't', 'n' -> word(4);
            case 'f' -> word(5);
            default -> number();
        }
    }

    private void word(int length) {
        out.add(source, at, length);
        at += length;
    }

    private void array() {
        at++;
        out.add((byte) '[');
        skipSpace();
        for (boolean first = true; source[at] != ']'; first = false) {
            if (!first) {
                at++;
                out.add(COMMA, 0, COMMA.length);
            }
            value();
            skipSpace();
        }
        at++;
        out.add((byte) ']');
    }

    private void object() {
        at++;
        List<Member> members = new ArrayList<>();
        int start = out.length();
        skipSpace();
        for (boolean first = true; source[at] != '}'; first = false) {
            if (!first) {
                at++;
                skipSpace();
            }
            readString();
            byte[] name = Arrays.copyOf(string.bytes(), string.length());
            skipSpace();
            at++;
            int from = out.length();
            value();
            members.add(new Member(name, from, out.length()));
            skipSpace();
        }
        at++;
        order(members, start);
    }

    /** Puts the members, whose values stand one behind the other from `start`, in their order. */
    private void order(List<Member> members, int start) {
        members.sort(ORDER);
        int base = scratch.length();
        scratch.add(out.bytes(), start, out.length() - start);
        out.truncate(start);
        out.add((byte) '{');
        boolean first = true;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (i + 1 < members.size() && Arrays.equals(member.name, members.get(i + 1).name)) {
                continue;
            }
            if (!first) {
                out.add(COMMA, 0, COMMA.length);
            }
            first = false;
            quote(member.name, member.name.length);
            out.add(COLON, 0, COLON.length);
            out.add(scratch.bytes(), base + member.start - start, member.end - member.start);
        }
        out.add((byte) '}');
        scratch.truncate(base);
    }

    private void number() {
        int start = at;
        boolean plain = source[at] != '-';
        while (at < end && isNumber(source[at])) {
            plain &= source[at] != 'e' && source[at] != 'E';
            at++;
        }
        if (plain) {
            out.add(source, start, at - start);
        } else {
            byte[] text = numeric(new BigDecimal(new String(source, start, at - start, StandardCharsets.ISO_8859_1)))
                    .getBytes(StandardCharsets.ISO_8859_1);
            out.add(text, 0, text.length);
        }
    }

    /** As numeric prints it: it keeps the places behind the point, and knows no -0, which a BigDecimal does not either. */
    private static String numeric(BigDecimal value) {
        return value.toPlainString();
    }

    private static boolean isNumber(byte next) {
        return (next >= '0' && next <= '9') || next == '-' || next == '+' || next == '.' || next == 'e' || next == 'E';
    }

    /** Reads the string at the cursor without its escapes. */
    private void readString() {
        string.truncate(0);
        at++;
        while (source[at] != '"') {
            int start = at;
            while (source[at] != '"' && source[at] != '\\') {
                at++;
            }
            string.add(source, start, at - start);
            if (source[at] == '\\') {
                at++;
                escape();
            }
        }
        at++;
    }

    private void escape() {
        byte letter = source[at++];
        switch (letter) {
            case 'b' -> string.add((byte) '\b');
            case 'f' -> string.add((byte) '\f');
            case 'n' -> string.add((byte) '\n');
            case 'r' -> string.add((byte) '\r');
            case 't' -> string.add((byte) '\t');
            case 'u' -> unicode();
            default -> string.add(letter);
        }
    }

    private void unicode() {
        char first = hex();
        byte[] utf8;
        if (Character.isHighSurrogate(first)) {
            at += 2;
            utf8 = new String(new char[] {first, hex()}).getBytes(StandardCharsets.UTF_8);
        } else {
            utf8 = String.valueOf(first).getBytes(StandardCharsets.UTF_8);
        }
        string.add(utf8, 0, utf8.length);
    }

    private char hex() {
        int value = Integer.parseInt(new String(source, at, 4, StandardCharsets.ISO_8859_1), 16);
        at += 4;
        return (char) value;
    }

    private void quote(byte[] text, int length) {
        out.add((byte) '"');
        int start = 0;
        for (int i = 0; i < length; i++) {
            byte next = text[i];
            if (next == '"' || next == '\\' || (next >= 0 && next < ' ')) {
                out.add(text, start, i - start);
                start = i + 1;
                out.add((byte) '\\');
                escaped(next);
            }
        }
        out.add(text, start, length - start);
        out.add((byte) '"');
    }

    private void escaped(byte next) {
        switch (next) {
            case '\b' -> out.add((byte) 'b');
            case '\f' -> out.add((byte) 'f');
            case '\n' -> out.add((byte) 'n');
            case '\r' -> out.add((byte) 'r');
            case '\t' -> out.add((byte) 't');
            case '"', '\\' -> out.add(next);
            default -> {
                byte[] code = {'u', '0', '0', DIGITS[next >> 4], DIGITS[next & 0xF]};
                out.add(code, 0, code.length);
            }
        }
    }

    private void skipSpace() {
        while (source[at] == ' ' || source[at] == '\t' || source[at] == '\n' || source[at] == '\r') {
            at++;
        }
    }
}
