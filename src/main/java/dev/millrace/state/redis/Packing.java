package dev.millrace.state.redis;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * Packs documents into few bytes, for Redis holds millions of them in memory: {@link #FORM}, then their BSON deflated
 * (RFC 1951) with a dictionary of what chunks and receipts look like. Not for use by several threads; to be closed.
 */
final class Packing implements AutoCloseable {

    /** What packed bytes begin with; JSON and digits begin otherwise. Another dictionary is another form. */
    static final byte FORM = 1;

    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    /** A match is cheapest where it is near the end, so what is seen most often stands last. */
    private static final byte[] DICTIONARY = dictionary(
            List.of(
                    "{'bounds': {'natural': true, 'hint': false}}",
                    "{'bounds': {'bracket': 'objectid', 'hint': true, 'min': 'a', 'max': 'b'}}",
                    "{'rejects': {'object': 'rejects/', 'bytes': {'$numberLong': '0'}, 'crc32c': 'AAAAAA=='}}",
                    "{'namespace': 'shop.orders', 'part': 0, 'documents': 100000, 'bytes': 0, 'bounds': "
                            + "{'min': {'$oid': '000000000000000000000000'}, 'max': {'$oid': '000000000000000000000000'}}}",
                    "{'written': 100000, 'rejected': 0, 'sourceBytes': 0, 'targetBytes': 0, 'detail': {'object': "
                            + "'part-00000.parquet', 'bytes': {'$numberLong': '0'}, 'crc32c': 'AAAAAA==', "
                            + "'generation': {'$numberLong': '1795000000000000'}, 'rows': {'$numberLong': '100000'}, "
                            + "'widened': {'$numberLong': '0'}, 'rest': {'$numberLong': '0'}, "
                            + "'firstId': {'$oid': '000000000000000000000000'}, 'lastId': {'$oid': '000000000000000000000000'}}}"));

    private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);

    byte[] pack(BsonDocument document) {
        byte[] plain = bson(document);
        deflater.reset();
        deflater.setDictionary(DICTIONARY);
        deflater.setInput(plain);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length);
        packed.write(FORM);
        byte[] part = new byte[256];
        while (!deflater.finished()) {
            packed.write(part, 0, deflater.deflate(part));
        }
        return packed.toByteArray();
    }

    /** A number in as few bytes as it needs. */
    static BsonValue shortest(long number) {
        return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
    }

    /** What was packed into the bytes from an offset on; throws IllegalArgumentException where nothing was. */
    static BsonDocument unpack(byte[] bytes, int from) {
        if (from >= bytes.length || bytes[from] != FORM) {
            throw new IllegalArgumentException("not of this version of millrace");
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(DICTIONARY);
            inflater.setInput(bytes, from + 1, bytes.length - from - 1);
            return new RawBsonDocument(plain(inflater)).decode(CODEC);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("damaged", e);
        } finally {
            inflater.end();
        }
    }

    @Override
    public void close() {
        deflater.end();
    }

    private static byte[] plain(Inflater inflater) throws DataFormatException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        byte[] part = new byte[1024];
        while (!inflater.finished()) {
            int count = inflater.inflate(part);
            if (count == 0 && !inflater.finished()) {
                throw new DataFormatException("it ends too early");
            }
            plain.write(part, 0, count);
        }
        return plain.toByteArray();
    }

    private static byte[] dictionary(List<String> examples) {
        ByteArrayOutputStream dictionary = new ByteArrayOutputStream();
        examples.forEach(example -> dictionary.writeBytes(bson(BsonDocument.parse(example))));
        return dictionary.toByteArray();
    }

    private static byte[] bson(BsonDocument document) {
        ByteBuffer bytes = new RawBsonDocument(document, CODEC).getByteBuffer().asNIO();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }
}
