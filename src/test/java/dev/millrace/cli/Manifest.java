package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sink.object.Crc32c;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A finished run's `manifest.json`, as the test of a target looks at it. */
record Manifest(BsonDocument json) {

    /** @param files the target's files by name */
    static Manifest of(Map<String, byte[]> files) {
        assertThat(files).containsKeys("manifest.json", "_SUCCESS");
        return new Manifest(BsonDocument.parse(new String(files.get("manifest.json"), StandardCharsets.UTF_8)));
    }

    List<BsonDocument> objects() {
        return json.getArray("objects").stream().map(BsonValue::asDocument).toList();
    }

    List<String> names() {
        return objects().stream()
                .map(object -> object.getString("object").getValue())
                .toList();
    }

    /** Documents, as the manifest sums them up. */
    long rows() {
        return total("rows");
    }

    long total(String what) {
        return json.getDocument("totals").getNumber(what).longValue();
    }

    /** Checks that each object is there as it is listed, once, and that the totals are the objects' sums. */
    void describes(Map<String, byte[]> files) {
        assertThat(names()).doesNotHaveDuplicates();
        long rows = 0;
        long bytes = 0;
        for (BsonDocument object : objects()) {
            String name = object.getString("object").getValue();
            byte[] content = files.get(name);
            assertThat(content).as(name).isNotNull();
            assertThat(object.getNumber("bytes").longValue()).as(name).isEqualTo(content.length);
            assertThat(object.getString("crc32c").getValue()).as(name).isEqualTo(sum(content));
            rows += object.getNumber("rows").longValue();
            bytes += content.length;
        }
        assertThat(rows()).isEqualTo(rows);
        assertThat(total("bytes")).isEqualTo(bytes);
        assertThat(total("objects")).isEqualTo(objects().size());
    }

    /** CRC32C as Cloud Storage writes it. */
    static String sum(byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(content);
        return Crc32c.base64(sum.getValue());
    }
}
