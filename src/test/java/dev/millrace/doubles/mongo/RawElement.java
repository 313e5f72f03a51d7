package dev.millrace.doubles.mongo;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonType;

/** The elements of a document as bytes, so that a projection copies what it keeps exactly. */
record RawElement(String name, byte[] bytes) {
    static List<RawElement> of(byte[] document) {
        List<RawElement> elements = new ArrayList<>();
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(document))) {
            reader.readStartDocument();
            int start = reader.getBsonInput().getPosition();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                String name = reader.readName();
                reader.skipValue();
                int end = reader.getBsonInput().getPosition();
                elements.add(new RawElement(name, Arrays.copyOfRange(document, start, end)));
                start = end;
            }
        }
        return elements;
    }
}
