package dev.millrace.bench.limit;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import org.bson.RawBsonDocument;

/** Reads a collection with the driver and throws every document away, undecoded. `DriverScan URI WARMUPS`. */
public final class DriverScan {

    private DriverScan() {}

    public static void main(String... args) throws Exception {
        try (MongoClient client = MongoClients.create(args[0])) {
            MongoCollection<RawBsonDocument> orders =
                    client.getDatabase("shop").getCollection("orders", RawBsonDocument.class);
            Measured.print(Integer.parseInt(args[1]), () -> scan(orders));
        }
    }

    private static long scan(MongoCollection<RawBsonDocument> orders) {
        long count = 0;
        for (RawBsonDocument document : orders.find()) {
            count += document.getByteBuffer().remaining() > 0 ? 1 : 0;
        }
        return count;
    }
}
