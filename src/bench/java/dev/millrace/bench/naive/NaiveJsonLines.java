package dev.millrace.bench.naive;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.bson.Document;

/** JSON Lines as one writes them in an afternoon: a document of the driver, its toJson, a line. `NaiveJsonLines URI`. */
public final class NaiveJsonLines {

    private NaiveJsonLines() {}

    public static void main(String... args) throws Exception {
        try (MongoClient client = MongoClients.create(args[0]);
                BufferedWriter out = new BufferedWriter(
                        new OutputStreamWriter(OutputStream.nullOutputStream(), StandardCharsets.UTF_8))) {
            for (Document document :
                    client.getDatabase("shop").getCollection("orders").find()) {
                out.write(document.toJson());
                out.newLine();
            }
        }
    }
}
