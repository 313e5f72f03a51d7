package dev.millrace.doubles.mongo;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.xerial.snappy.Snappy;

/** How messages are compressed inside OP_COMPRESSED (mongodb.com/docs/manual/reference/mongodb-wire-protocol). */
public enum WireCompression {
    SNAPPY(1),
    ZLIB(2),
    ZSTD(3);

    private final int id;

    WireCompression(int id) {
        this.id = id;
    }

    byte id() {
        return (byte) id;
    }

    static WireCompression of(byte id) throws IOException {
        return Stream.of(values())
                .filter(known -> known.id == id)
                .findFirst()
                .orElseThrow(() -> new IOException("unknown compressor " + id));
    }

    /** What hello answers to a client that offers these, as a server with its usual settings does. */
    static BsonArray accepted(List<BsonValue> offered) {
        return new BsonArray(offered.stream()
                .filter(name -> named(name.asString().getValue()).isPresent())
                .toList());
    }

    private static Optional<WireCompression> named(String name) {
        return Stream.of(values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    byte[] compress(byte[] plain) throws IOException {
        return switch (this) {
            case SNAPPY -> Snappy.compress(plain);
            case ZSTD -> Zstd.compress(plain);
            case ZLIB -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
                    deflater.write(plain);
                }
                yield out.toByteArray();
            }
        };
    }

    byte[] decompress(byte[] compressed, int size) throws IOException {
        byte[] plain =
                switch (this) {
                    case SNAPPY -> Snappy.uncompress(compressed);
                    case ZSTD -> Zstd.decompress(compressed, size);
                    case ZLIB -> new InflaterInputStream(new ByteArrayInputStream(compressed)).readAllBytes();
                };
        if (plain.length != size) {
            throw new IOException("message of " + plain.length + " bytes claims to have " + size);
        }
        return plain;
    }
}
