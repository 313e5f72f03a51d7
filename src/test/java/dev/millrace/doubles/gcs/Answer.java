package dev.millrace.doubles.gcs;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** What the service says to a request. */
record Answer(int code, Map<String, String> headers, byte[] body) {

    private static final JsonWriterSettings JSON =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    static Answer empty(int code) {
        return bytes(code, new byte[0]);
    }

    static Answer bytes(int code, byte[] body) {
        return new Answer(code, new LinkedHashMap<>(), body);
    }

    static Answer json(BsonDocument body) {
        return bytes(200, body.toJson(JSON).getBytes(StandardCharsets.UTF_8))
                .with("Content-Type", "application/json; charset=UTF-8");
    }

    static Answer error(int code, String message) {
        BsonDocument error = new BsonDocument("code", new BsonInt32(code))
                .append("message", new BsonString(message))
                .append(
                        "errors",
                        new BsonArray(java.util.List.of(new BsonDocument("domain", new BsonString("global"))
                                .append("reason", new BsonString("injected"))
                                .append("message", new BsonString(message)))));
        Answer ok = json(new BsonDocument("error", error));
        return new Answer(code, ok.headers(), ok.body());
    }

    Answer with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
