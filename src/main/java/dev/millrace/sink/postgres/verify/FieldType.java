package dev.millrace.sink.postgres.verify;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * A column's type: its number, and its values in the form of its send function. Source: pg_type.dat, and the functions in
 * PostgreSQL's src/backend/utils/adt.
 */
enum FieldType {
    BOOLEAN("boolean", 16),
    BYTEA("bytea", 17),
    BIGINT("bigint", 20),
    INTEGER("integer", 23),
    TEXT("text", 25),
    DOUBLE("double precision", 701),
    TIMESTAMPTZ("timestamptz", 1184),
    NUMERIC("numeric", 1700),
    UUID_TYPE("uuid", 2950),
    JSONB("jsonb", 3802);

    /** 2000-01-01, from which timestamptz counts, in seconds since 1970. */
    private static final long EPOCH_SECONDS = 946_684_800L;

    private static final int MICROS = 1_000_000;
    private static final int NUMERIC_HEADER = 8;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int INFINITE_PLACES = 32;

    private final String sql;
    private final int oid;

    FieldType(String sql, int oid) {
        this.sql = sql;
        this.oid = oid;
    }

    /** @param sqlType as DDL writes it, with or without precision */
    static FieldType of(String sqlType) {
        int parenthesis = sqlType.indexOf('(');
        String name = parenthesis < 0 ? sqlType : sqlType.substring(0, parenthesis);
        return Arrays.stream(values())
                .filter(type -> type.sql.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no column has the type " + sqlType));
    }

    /** Its name in SQL, without precision. */
    String sql() {
        return sql;
    }

    /** Its number in pg_type. */
    int oid() {
        return oid;
    }

    /** Appends a value of binary COPY as the server sends it back. */
    void addSent(byte[] bytes, int offset, int length, JsonbText json, ByteText into) {
        switch (this) {
            case JSONB -> {
                into.add(bytes[offset]);
                json.write(bytes, offset + 1, length - 1, into);
            }
            case NUMERIC -> addNumeric(bytes, offset, into);
            default -> into.add(bytes, offset, length);
        }
    }

    /** The server drops groups of zeros at the end, and sends a bit of an infinity's sign as 32 places too. */
    private static void addNumeric(byte[] bytes, int offset, ByteText into) {
        int sign = ByteText.int16(bytes, offset + 4) & 0xFFFF;
        if (sign > NAN) {
            into.add(bytes, offset, NUMERIC_HEADER - 2);
            into.addInt16(INFINITE_PLACES);
            return;
        }
        int groups = ByteText.int16(bytes, offset);
        int kept = groups;
        while (kept > 0 && ByteText.int16(bytes, offset + NUMERIC_HEADER + 2 * (kept - 1)) == 0) {
            kept--;
        }
        into.addInt16(kept);
        into.add(bytes, offset + 2, NUMERIC_HEADER - 2 + 2 * kept);
    }

    /** A sent value as text that the type's input function reads as the same value. */
    String text(byte[] bytes, int offset, int length) {
        return switch (this) {
            case BOOLEAN -> bytes[offset] == 0 ? "false" : "true";
            case BYTEA -> "\\x" + HexFormat.of().formatHex(bytes, offset, offset + length);
            case BIGINT -> Long.toString(ByteText.int64(bytes, offset));
            case INTEGER -> Integer.toString(ByteText.int32(bytes, offset));
            case TEXT -> new String(bytes, offset, length, StandardCharsets.UTF_8);
            case DOUBLE -> Double.toString(Double.longBitsToDouble(ByteText.int64(bytes, offset)));
            case TIMESTAMPTZ -> date(ByteText.int64(bytes, offset));
            case NUMERIC -> numeric(bytes, offset);
            case UUID_TYPE -> new UUID(ByteText.int64(bytes, offset), ByteText.int64(bytes, offset + 8)).toString();
            case JSONB -> new String(bytes, offset + 1, length - 1, StandardCharsets.UTF_8);
        };
    }

    private static String date(long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                EPOCH_SECONDS + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000, ZoneOffset.UTC);
        String text = String.format(
                Locale.ROOT,
                "%04d-%02d-%02d %02d:%02d:%02d.%06d+00",
                time.get(ChronoField.YEAR_OF_ERA),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                time.getNano() / 1000);
        return time.getYear() > 0 ? text : text + " BC";
    }

    private static String numeric(byte[] bytes, int offset) {
        int groups = ByteText.int16(bytes, offset);
        int weight = ByteText.int16(bytes, offset + 2);
        int sign = ByteText.int16(bytes, offset + 4) & 0xFFFF;
        int scale = ByteText.int16(bytes, offset + 6);
        if (sign > NEGATIVE) {
            return sign == NAN ? "NaN" : sign == INFINITY ? "Infinity" : "-Infinity";
        }
        BigInteger digits = BigInteger.ZERO;
        for (int i = 0; i < groups; i++) {
            digits = digits.multiply(BigInteger.valueOf(10_000))
                    .add(BigInteger.valueOf(ByteText.int16(bytes, offset + NUMERIC_HEADER + 2 * i)));
        }
        BigDecimal value = new BigDecimal(digits).scaleByPowerOfTen(4 * (weight - groups + 1));
        BigDecimal signed = sign == NEGATIVE ? value.negate() : value;
        return (groups == 0 ? BigDecimal.ZERO : signed)
                .setScale(scale, RoundingMode.UNNECESSARY)
                .toPlainString();
    }
}
