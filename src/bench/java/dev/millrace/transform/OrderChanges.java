package dev.millrace.transform;

import dev.millrace.bson.ServiceOrders;
import dev.millrace.config.stream.DocumentsText;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.ResumePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Service orders of about 1 KB as they are inserted, and what streams do to them. */
public final class OrderChanges {

    public static final String TYPE = "order";

    private static final String TRANSFORMS = """
            transforms:
              pre_validation: [{remove: [customer.address.location, internal]}]
              post_validation:
                - mask: {fields: [customer.name], keep_last: 3}
                - hash: {fields: [customer.email]}
              pre_publish:
                - prefix: {fields: [number], value: 'wh_{priority}_'}
                - rename: {positions.sku: article}
            """.indent(6);

    private static final String SCHEMA = """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
             "required": ["_id", "number", "status", "customer", "positions"],
             "properties": {
               "number": {"type": "string", "pattern": "^SO-[0-9]{4}-[0-9]+$"},
               "status": {"enum": ["open", "in progress", "closed"]},
               "priority": {"type": "integer", "minimum": 0, "maximum": 9},
               "version": {"type": "integer"},
               "billable": {"type": "boolean"},
               "openedAt": {"type": "string", "format": "date-time"},
               "closedAt": {"type": ["string", "null"]},
               "tags": {"type": "array", "items": {"type": "string", "maxLength": 40}},
               "customer": {"type": "object", "required": ["name", "email"], "properties": {
                 "name": {"type": "string", "minLength": 1},
                 "email": {"type": "string"},
                 "address": {"type": "object", "properties": {
                   "street": {"type": "string"}, "city": {"type": "string"}, "zip": {"type": "string"}}}}},
               "positions": {"type": "array", "minItems": 1, "items": {"type": "object",
                 "required": ["sku", "quantity"], "properties": {
                   "sku": {"type": "string"}, "quantity": {"type": "integer", "minimum": 1},
                   "hours": {"type": "number"}, "price": {"type": "number", "minimum": 0}}}}}}""";

    private OrderChanges() {}

    /** That many inserts, each with a token of its own. */
    public static List<ChangeEvent> inserts(int count) {
        DocumentBatch orders = ServiceOrders.batch();
        List<ChangeEvent> inserts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int order = i % orders.size();
            inserts.add(insert(i, new RawBsonDocument(orders.bytes(), orders.offset(order), orders.length(order))));
        }
        return inserts;
    }

    public static Transform transforms() {
        return steps("documents:\n  salt: sea\n  types:\n    order:\n" + TRANSFORMS);
    }

    /** @param directory empty; gets the schema */
    public static Transform validation(Path directory) throws IOException {
        return steps("documents: {schemas: " + schemas(directory) + "}");
    }

    /** @param directory empty; gets the schema */
    public static Transform transformsAndValidation(Path directory) throws IOException {
        return steps(
                "documents:\n  salt: sea\n  schemas: " + schemas(directory) + "\n  types:\n    order:\n" + TRANSFORMS);
    }

    private static Path schemas(Path directory) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve(TYPE)).resolve("1.json"), SCHEMA);
        return directory;
    }

    private static Transform steps(String yaml) {
        return new DocumentSteps(DocumentsText.read(yaml), List.of(), InstantSource.system(), "0")
                .of(TYPE)
                .getFirst();
    }

    private static ChangeEvent insert(int number, RawBsonDocument document) {
        BsonDocument token = new BsonDocument("_data", new BsonString(String.format(Locale.ROOT, "82%062X", number)));
        BsonTimestamp time = new BsonTimestamp(1_795_000_000 + number / 1_000, number % 1_000 + 1);
        BsonDocument event = new BsonDocument("_id", token)
                .append("operationType", new BsonString("insert"))
                .append("clusterTime", time)
                .append("fullDocument", document)
                .append("ns", BsonDocument.parse("{db: 'shop', coll: 'order'}"))
                .append("documentKey", new BsonDocument("_id", document.get("_id")));
        RawBsonDocument raw = new RawBsonDocument(event, new BsonDocumentCodec());
        // As the reader of a deployment gives it.
        ResumePoint point = new ResumePoint(new RawBsonDocument(token, new BsonDocumentCodec()));
        ChangeHeader header = new ChangeHeader(point, "insert", "shop", "order", time, -1, null, raw);
        RawBsonDocument key = new RawBsonDocument(event.getDocument("documentKey"), new BsonDocumentCodec());
        return new ChangeEvent.Insert(header, key, document);
    }
}
