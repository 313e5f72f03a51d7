package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.BsonTypeByte;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;

/** A value that is always the same, encoded once. */
final class Constant implements Value {

    private final int type;
    private final byte[] encoded;

    private Constant(int type, byte[] encoded) {
        this.type = type;
        this.encoded = encoded;
    }

    static Constant of(Spec spec) {
        BsonAppender out = new BsonAppender();
        int type =
                switch (spec.node()) {
                    case null -> BsonTypeByte.NULL;
                    case Boolean value -> {
                        out.int8(value ? 1 : 0);
                        yield BsonTypeByte.BOOLEAN;
                    }
                    case Integer value -> {
                        out.int32(value);
                        yield BsonTypeByte.INT32;
                    }
                    case Long value -> {
                        out.int64(value);
                        yield BsonTypeByte.INT64;
                    }
                    case Double value -> {
                        out.float64(value);
                        yield BsonTypeByte.DOUBLE;
                    }
                    case Date value -> {
                        out.int64(value.toInstant().toEpochMilli());
                        yield BsonTypeByte.DATE;
                    }
                    case String value -> {
                        int start = out.begin();
                        out.raw(value.getBytes(StandardCharsets.UTF_8));
                        out.endString(start);
                        yield BsonTypeByte.STRING;
                    }
                    default -> throw spec.wrong("has '" + spec.node() + "', which is no value to repeat");
                };
        return new Constant(type, Arrays.copyOf(out.bytes(), out.length()));
    }

    boolean isText() {
        return type == BsonTypeByte.STRING;
    }

    /** Length of the text in bytes, for a constant that is one. */
    int textLength() {
        return encoded.length - 5;
    }

    @Override
    public void write(Row row, byte[] name) {
        row.out.element(type, name);
        row.out.raw(encoded);
    }
}
