package dev.millrace.contract;

import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** Documents whose `_id`s are of every type that a server accepts, in no order. */
public final class EveryId {

    private static final BsonArray IDS = BsonArray.parse("""
            [{"$minKey": 1}, {"$numberInt": "1"}, {"$numberDouble": "2.5"}, {"$numberLong": "3"},
             {"$numberDecimal": "4.5"}, "abc", "", {"$symbol": "b"}, {"a": {"$numberInt": "1"}}, {},
             {"a": {"$numberInt": "1"}, "b": {"$numberInt": "2"}}, {"$binary": {"base64": "AQ==", "subType": "00"}},
             {"$binary": {"base64": "MDAwMDAwMDAwMDAwMDAwMA==", "subType": "04"}},
             {"$oid": "650000000000000000000005"}, {"$oid": "650000000000000000000006"}, false, true,
             {"$date": {"$numberLong": "1577836800000"}}, {"$date": {"$numberLong": "-1"}},
             {"$timestamp": {"t": 1, "i": 1}}, {"$dbPointer": {"$ref": "a.b", "$id": {"$oid": "650000000000000000000007"}}},
             {"$code": "f()"}, {"$code": "f()", "$scope": {"x": {"$numberInt": "1"}}}, {"$numberDouble": "NaN"},
             {"$numberDouble": "-Infinity"}, {"$numberDouble": "Infinity"}, {"$numberInt": "-1"},
             {"$numberLong": "9223372036854775807"}, {"$maxKey": 1}, null, "😀", "\\u0000"]""");

    private EveryId() {}

    /** One document for each `_id`. */
    public static List<BsonDocument> documents() {
        return IntStream.range(0, IDS.size())
                .mapToObj(n -> new BsonDocument("_id", IDS.get(n)).append("n", new BsonInt32(n)))
                .toList();
    }
}
