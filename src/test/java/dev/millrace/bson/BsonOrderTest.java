package dev.millrace.bson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BsonOrderTest {

    private static final BsonArray TRANSCRIPT = Bson.transcript("ids_of_every_type.json");
    private static final List<BsonValue> SORTED = answer("sorted by _id: the BSON comparison order");

    @Test
    void sortsIdsOfEveryTypeAsTheServerDoes() {
        for (int seed = 0; seed < 20; seed++) {
            List<BsonValue> shuffled = new ArrayList<>(SORTED);
            Collections.shuffle(shuffled, new Random(seed));

            shuffled.sort(BsonOrder.ASCENDING);

            assertThat(shuffled).isEqualTo(SORTED);
        }
    }

    @Test
    void bracketsARangeAsTheServerDoes() {
        BsonValue one = value("1");

        assertThat(answer("{_id: {$gte: 1}} returns numbers only: type bracketing"))
                .isEqualTo(sorted(
                        id -> TypeBracket.of(id) == TypeBracket.NUMBER && BsonOrder.ASCENDING.compare(id, one) >= 0));
    }

    @Test
    void boundsAnIndexRangeAsTheServerDoes() {
        BsonValue min = value("1");
        BsonValue max = value("{'$oid': '650000000000000000000009'}");

        assertThat(answer("min/max with hint cross types"))
                .isEqualTo(sorted(
                        id -> BsonOrder.ASCENDING.compare(id, min) >= 0 && BsonOrder.ASCENDING.compare(id, max) < 0));
    }

    /** Values in rising order. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // Every bracket.
                "{'$minKey': 1}; {'$undefined': true}; null; 1; ''; {}; []; {'$binary': {'base64': '', 'subType': '00'}};"
                        + " {'$oid': '000000000000000000000000'}; false; {'$date': {'$numberLong': '0'}};"
                        + " {'$timestamp': {'t': 0, 'i': 0}}; {'$regularExpression': {'pattern': '', 'options': ''}};"
                        + " {'$dbPointer': {'$ref': 'a', '$id': {'$oid': '000000000000000000000000'}}};"
                        + " {'$code': ''}; {'$code': '', '$scope': {}}; {'$maxKey': 1}",
                // Numbers, beyond what a double tells apart.
                "{'$numberDouble': 'NaN'}; {'$numberDouble': '-Infinity'}; {'$numberDecimal': '-1E+6144'};"
                        + " {'$numberDouble': '-1.7976931348623157E308'}; {'$numberLong': '-9223372036854775808'};"
                        + " {'$numberLong': '-9223372036854775807'}; -1; {'$numberDecimal': '-1E-6176'}; 0;"
                        + " {'$numberDouble': '4.9E-324'}; {'$numberDecimal': '0.1'}; {'$numberDouble': '0.1'}; 1;"
                        + " {'$numberDouble': '9007199254740992'}; {'$numberLong': '9007199254740993'};"
                        + " {'$numberDecimal': '9007199254740993.5'}; {'$numberLong': '9223372036854775807'};"
                        + " {'$numberDouble': '9223372036854775808'}; {'$numberDecimal': '1E+6111'};"
                        + " {'$numberDouble': 'Infinity'}",
                // Strings by their UTF-8 bytes: U+FFFD is below U+1F600.
                "''; '\u0000'; 'A'; 'a'; 'a\u0000'; 'aa'; {'$symbol': 'ab'}; 'b'; 'é'; '\uFFFD'; '\uD83D\uDE00'; '\uD83D\uDE01'",
                // Documents by type, then name, then value.
                "{}; {'z': null}; {'a': 1}; {'a': 1, 'b': 1}; {'a': 2}; {'b': 0}; {'a': 'x'}; {'a': {'b': 1}}; {'a': [1]}",
                "[]; [1]; [1, 1]; [2]; ['a']; [[]]",
                "{'$binary': {'base64': '/w==', 'subType': '00'}}; {'$binary': {'base64': 'AA==', 'subType': '80'}};"
                        + " {'$binary': {'base64': 'AAA=', 'subType': '00'}}; {'$binary': {'base64': '/wA=', 'subType': '00'}};"
                        + " {'$binary': {'base64': 'AAAAAA==', 'subType': '00'}}; {'$binary': {'base64': 'AA==', 'subType': '02'}}",
                "{'$oid': '0000000000000000000000ff'}; {'$oid': '7f0000000000000000000000'}; {'$oid': 'ff0000000000000000000000'}",
                "false; true",
                "{'$date': {'$numberLong': '-1'}}; {'$date': {'$numberLong': '0'}}; {'$date': {'$numberLong': '1'}}",
                "{'$timestamp': {'t': 1, 'i': 4294967295}}; {'$timestamp': {'t': 2, 'i': 0}}; {'$timestamp': {'t': 4294967295, 'i': 0}}",
                "{'$regularExpression': {'pattern': 'a', 'options': ''}}; {'$regularExpression': {'pattern': 'a', 'options': 'i'}};"
                        + " {'$regularExpression': {'pattern': 'b', 'options': ''}}",
                "{'$dbPointer': {'$ref': 'z', '$id': {'$oid': 'ff0000000000000000000000'}}};"
                        + " {'$dbPointer': {'$ref': 'aa', '$id': {'$oid': '000000000000000000000000'}}};"
                        + " {'$dbPointer': {'$ref': 'aa', '$id': {'$oid': '000000000000000000000001'}}};"
                        + " {'$dbPointer': {'$ref': 'ab', '$id': {'$oid': '000000000000000000000000'}}}",
                "{'$code': 'a'}; {'$code': 'b'}",
                "{'$code': 'a', '$scope': {'x': 2}}; {'$code': 'b', '$scope': {}}; {'$code': 'b', '$scope': {'x': 1}}",
            })
    void ordersWithinAndAcrossTypes(String rising) {
        List<BsonValue> values = new ArrayList<>();
        for (String json : rising.split(";")) {
            values.add(value(json));
        }
        for (int i = 0; i < values.size(); i++) {
            for (int j = 0; j < values.size(); j++) {
                assertThat(Integer.signum(BsonOrder.ASCENDING.compare(values.get(i), values.get(j))))
                        .as("%s to %s", values.get(i), values.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    /** Values at one place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1; {'$numberLong': '1'}; {'$numberDouble': '1.0'}; {'$numberDecimal': '1.000'}",
                "0; {'$numberDouble': '-0.0'}; {'$numberDecimal': '-0'}; {'$numberDecimal': '0E+6000'}",
                "{'$numberDouble': 'NaN'}; {'$numberDecimal': 'NaN'}",
                "{'$numberDouble': '-Infinity'}; {'$numberDecimal': '-Infinity'}",
                "'a'; {'$symbol': 'a'}",
                "{'a': 1}; {'a': {'$numberDouble': '1.0'}}",
            })
    void seesNoOrderBetweenEqualValuesOfDifferentTypes(String same) {
        for (String left : same.split(";")) {
            for (String right : same.split(";")) {
                assertThat(BsonOrder.ASCENDING.compare(value(left), value(right)))
                        .as("%s to %s", left, right)
                        .isZero();
            }
        }
    }

    private static List<BsonValue> sorted(Predicate<BsonValue> condition) {
        return SORTED.stream().filter(condition).toList();
    }

    private static List<BsonValue> answer(String note) {
        BsonDocument reply = TRANSCRIPT.stream()
                .map(BsonValue::asDocument)
                .filter(entry -> entry.getString("note").getValue().equals(note))
                .findFirst()
                .orElseThrow()
                .getDocument("reply");
        return reply.getDocument("cursor").getArray("firstBatch").stream()
                .map(document -> document.asDocument().get("_id"))
                .toList();
    }

    private static BsonValue value(String json) {
        return BsonArray.parse("[" + json + "]").get(0);
    }
}
