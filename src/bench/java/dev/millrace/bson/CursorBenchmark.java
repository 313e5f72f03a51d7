package dev.millrace.bson;

import dev.millrace.model.DocumentBatch;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.bson.BsonBinaryReader;
import org.bson.BsonType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Documents a second through a walk that visits every element and reads every value. Limit: the driver's reader. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CursorBenchmark {

    private final DocumentBatch orders = ServiceOrders.batch();
    private final BsonCursor cursor = new BsonCursor();

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public long cursor() {
        long sum = 0;
        for (int i = 0; i < orders.size(); i++) {
            cursor.open(orders, i);
            sum += walk();
        }
        return sum;
    }

    private long walk() {
        long sum = 0;
        while (cursor.depth() > 0) {
            if (!cursor.next()) {
                cursor.leave();
                continue;
            }
            sum += cursor.nameLength();
            switch (cursor.type()) {
                case TypeByte.DOCUMENT, TypeByte.ARRAY -> cursor.enter();
                case TypeByte.INT32 -> sum += cursor.int32();
                case TypeByte.INT64, TypeByte.DATE -> sum += cursor.int64();
                case TypeByte.DOUBLE -> sum += (long) cursor.float64();
                case TypeByte.BOOLEAN -> sum += cursor.bool() ? 1 : 0;
                default -> sum += cursor.bytes()[cursor.valueOffset()] + cursor.valueLength();
            }
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public long driverReader() {
        long sum = 0;
        for (int i = 0; i < orders.size(); i++) {
            try (BsonBinaryReader reader = reader(i)) {
                reader.readStartDocument();
                sum += read(reader, false);
                reader.readEndDocument();
            }
        }
        return sum;
    }

    /** The driver's reader at its best: no value is decoded, only names are. */
    @Benchmark
    @OperationsPerInvocation(ServiceOrders.COUNT)
    public long driverReaderSkippingValues() {
        long sum = 0;
        for (int i = 0; i < orders.size(); i++) {
            try (BsonBinaryReader reader = reader(i)) {
                reader.readStartDocument();
                sum += skip(reader, false);
                reader.readEndDocument();
            }
        }
        return sum;
    }

    private BsonBinaryReader reader(int i) {
        return new BsonBinaryReader(ByteBuffer.wrap(orders.bytes(), orders.offset(i), orders.length(i)));
    }

    private static long read(BsonBinaryReader reader, boolean inArray) {
        long sum = 0;
        while (true) {
            BsonType type = reader.readBsonType();
            if (type == BsonType.END_OF_DOCUMENT) {
                return sum;
            }
            sum += inArray ? 0 : reader.readName().length();
            switch (type) {
                case DOCUMENT -> {
                    reader.readStartDocument();
                    sum += read(reader, false);
                    reader.readEndDocument();
                }
                case ARRAY -> {
                    reader.readStartArray();
                    sum += read(reader, true);
                    reader.readEndArray();
                }
                case INT32 -> sum += reader.readInt32();
                case INT64 -> sum += reader.readInt64();
                case DATE_TIME -> sum += reader.readDateTime();
                case DOUBLE -> sum += (long) reader.readDouble();
                case BOOLEAN -> sum += reader.readBoolean() ? 1 : 0;
                case STRING -> sum += reader.readString().length();
                case OBJECT_ID -> sum += reader.readObjectId().hashCode();
                case DECIMAL128 -> sum += reader.readDecimal128().getLow();
                case BINARY -> sum += reader.readBinaryData().getType();
                default -> reader.skipValue();
            }
        }
    }

    private static long skip(BsonBinaryReader reader, boolean inArray) {
        long sum = 0;
        while (true) {
            BsonType type = reader.readBsonType();
            if (type == BsonType.END_OF_DOCUMENT) {
                return sum;
            }
            sum += inArray ? 0 : reader.readName().length();
            switch (type) {
                case DOCUMENT -> {
                    reader.readStartDocument();
                    sum += skip(reader, false);
                    reader.readEndDocument();
                }
                case ARRAY -> {
                    reader.readStartArray();
                    sum += skip(reader, true);
                    reader.readEndArray();
                }
                default -> reader.skipValue();
            }
        }
    }
}
