package dev.millrace.publish.file;

import dev.millrace.contract.PublisherContract;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.io.TempDir;

class LinePublisherContractTest extends PublisherContract {

    @TempDir
    Path directory;

    @Override
    protected Publisher publisher() {
        return LinePublisher.toFile(directory, "events");
    }

    @Override
    protected List<Message> stored() {
        try {
            return Files.readAllLines(directory.resolve("events.jsonl")).stream()
                    .map(LinePublisherContractTest::message)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message message(String line) {
        BsonDocument json = BsonDocument.parse(line);
        Map<String, String> attributes = json.getDocument("attributes").entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asString().getValue()));
        String body = line.substring(line.indexOf("\"data\": ") + "\"data\": ".length(), line.length() - 1);
        return new Message(
                ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
                attributes,
                json.getString("orderingKey", new BsonString("")).getValue());
    }
}
