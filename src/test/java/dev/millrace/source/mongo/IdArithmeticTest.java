package dev.millrace.source.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bson.BsonOrder;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdArithmeticTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{$oid: '000000000000000000000000'}, {$oid: 'ffffffffffffffffffffffff'}]",
                "[{$oid: '650000000000000000000001'}, {$oid: '650000000000000000000003'}]",
                "[{$uuid: '00000000-0000-4000-8000-000000000000'}, {$uuid: 'ffffffff-ffff-4fff-8fff-ffffffffffff'}]",
                "[{$numberLong: '-9223372036854775808'}, {$numberLong: '9223372036854775807'}]",
                "[{$numberInt: '-5'}, {$numberLong: '5'}]",
                "[{$numberInt: '3'}, {$numberInt: '3'}]",
                "[{$numberDouble: '-1.7976931348623157E308'}, {$numberDouble: '1.7976931348623157E308'}]",
                "[{$numberDouble: '1.0'}, {$numberDouble: '1.0000000000000002'}]",
                "[{$date: {$numberLong: '-1'}}, {$date: {$numberLong: '1700000000000'}}]"
            })
    void boundariesAscendBetweenTheEnds(String ends) {
        BsonArray pair = BsonArray.parse(ends);

        List<BsonValue> boundaries =
                IdArithmetic.boundaries(pair.get(0), pair.get(1), 7).orElseThrow();

        assertThat(boundaries).hasSizeLessThanOrEqualTo(6);
        BsonValue last = pair.get(0);
        for (BsonValue boundary : boundaries) {
            assertThat(BsonOrder.ASCENDING.compare(boundary, last)).isPositive();
            last = boundary;
        }
        assertThat(BsonOrder.ASCENDING.compare(last, pair.get(1))).isNotPositive();
    }

    @Test
    void objectIdsAreDividedEvenly() {
        BsonArray ends = BsonArray.parse("[{$oid: '600000000000000000000000'}, {$oid: '640000000000000000000000'}]");

        assertThat(IdArithmetic.boundaries(ends.get(0), ends.get(1), 4))
                .contains(BsonArray.parse("[{$oid: '610000000000000000000000'}, {$oid: '620000000000000000000000'},"
                                + " {$oid: '630000000000000000000000'}]")
                        .getValues());
    }

    @Test
    void givesAnyOfTenMillionBoundaries() {
        BsonArray ends = BsonArray.parse("[{$oid: '600000000000000000000000'}, {$oid: '640000000000000000000000'}]");

        List<BsonValue> boundaries =
                IdArithmetic.boundaries(ends.get(0), ends.get(1), 10_000_000).orElseThrow();

        assertThat(boundaries.size()).isEqualTo(9_999_999);
        assertThat(boundaries.get(4_999_999))
                .isEqualTo(
                        BsonArray.parse("[{$oid: '620000000000000000000000'}]").get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['a', 'b']",
                "[1, {$oid: '650000000000000000000001'}]",
                "[{$numberDouble: 'NaN'}, {$numberDouble: '1.5'}]",
                "[{$numberDouble: '1.5'}, {$numberDouble: 'Infinity'}]",
                "[{$numberDecimal: '1'}, {$numberDecimal: '2'}]"
            })
    void whatCannotBeCountedWithHasNone(String ends) {
        BsonArray pair = BsonArray.parse(ends);

        assertThat(IdArithmetic.boundaries(pair.get(0), pair.get(1), 4)).isEmpty();
    }

    @Test
    void boundsOfArithmeticAreIdsOfTheSameKind() {
        BsonDocument ends = BsonDocument.parse("{a: {$numberInt: '0'}, b: {$numberInt: '100'}}");

        assertThat(IdArithmetic.boundaries(ends.get("a"), ends.get("b"), 2).orElseThrow())
                .allMatch(BsonValue::isNumber);
    }
}
