package dev.millrace.bench.naive;

import com.github.luben.zstd.Zstd;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.bson.Document;

/**
 * Parquet as one writes it in an afternoon: documents of the driver, an Avro schema after the first thousand of them, records
 * through parquet-avro. `NaiveParquet URI`.
 */
public final class NaiveParquet {

    private static final int SAMPLE = 1_000;
    private static final int ZSTD_LEVEL = 3;

    private NaiveParquet() {}

    public static void main(String... args) throws Exception {
        try (MongoClient client = MongoClients.create(args[0])) {
            MongoCollection<Document> orders = client.getDatabase("shop").getCollection("orders");
            Document example = new Document();
            for (Document document : orders.find().limit(SAMPLE)) {
                example = (Document) merged(example, document);
            }
            Schema schema = schema(example, "order");
            try (ParquetWriter<GenericRecord> out = writer(schema)) {
                for (Document document : orders.find()) {
                    out.write(record(document, schema));
                }
            }
        }
    }

    /** One value that has every field of both. */
    private static Object merged(Object one, Object other) {
        return switch (one) {
            case null -> other;
            case Document left
            when other instanceof Document right -> {
                Document both = new Document(left);
                right.forEach((name, value) -> both.put(name, merged(left.get(name), value)));
                yield both;
            }
            case List<?> left
            when other instanceof List<?> right -> {
                Object element = null;
                for (List<?> list : List.of(left, right)) {
                    for (Object each : list) {
                        element = merged(element, each);
                    }
                }
                yield element == null ? List.of() : List.of(element);
            }
            case Integer left when other instanceof Long -> other;
            default -> one;
        };
    }

    private static Schema schema(Object example, String name) {
        return switch (example) {
            case Document document -> {
                List<Schema.Field> fields = new ArrayList<>();
                document.forEach((field, value) -> fields.add(new Schema.Field(
                        field,
                        Schema.createUnion(Schema.create(Schema.Type.NULL), schema(value, name + "_" + field)),
                        null,
                        Schema.Field.NULL_VALUE)));
                yield Schema.createRecord(name, null, null, false, fields);
            }
            case List<?> list -> Schema.createArray(schema(list.isEmpty() ? "" : list.getFirst(), name + "_element"));
            case Integer number -> Schema.create(Schema.Type.INT);
            case Long number -> Schema.create(Schema.Type.LONG);
            case Date date -> Schema.create(Schema.Type.LONG);
            case Double number -> Schema.create(Schema.Type.DOUBLE);
            case Boolean flag -> Schema.create(Schema.Type.BOOLEAN);
            case null, default -> Schema.create(Schema.Type.STRING);
        };
    }

    private static GenericRecord record(Document document, Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        for (Map.Entry<String, Object> field : document.entrySet()) {
            Schema.Field known = schema.getField(field.getKey());
            if (known != null && field.getValue() != null) {
                record.put(
                        known.pos(),
                        value(field.getValue(), known.schema().getTypes().getLast()));
            }
        }
        return record;
    }

    private static Object value(Object value, Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record((Document) value, schema);
            case ARRAY ->
                ((List<?>) value)
                        .stream()
                                .map(element -> value(element, schema.getElementType()))
                                .toList();
            case LONG -> value instanceof Date date ? date.getTime() : ((Number) value).longValue();
            case STRING -> value.toString();
            default -> value;
        };
    }

    private static ParquetWriter<GenericRecord> writer(Schema schema) throws IOException {
        return AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(Path.of("/dev/null")))
                .withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCodecFactory(new ZstdAlone())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withSchema(schema)
                .build();
    }

    /** Parquet's own needs Hadoop, and does the same. */
    private static final class ZstdAlone
            implements CompressionCodecFactory, CompressionCodecFactory.BytesInputCompressor {

        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            return this;
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("nothing is read");
        }

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            return BytesInput.from(Zstd.compress(page.toByteArray(), ZSTD_LEVEL));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
    }
}
