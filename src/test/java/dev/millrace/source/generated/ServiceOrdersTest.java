package dev.millrace.source.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** What must be true of every service order, looked up in some thousands of them. */
class ServiceOrdersTest {

    private static final List<String> STATES =
            List.of("OPEN", "SCHEDULED", "IN_PROGRESS", "QUALITY_CHECK", "COMPLETED", "INVOICED");

    private static final int COUNT = 5000;
    private final List<BsonDocument> orders = MadeUp.documents(MadeUp.source("service-orders?count=" + COUNT));

    @Test
    void aboutOneKilobyteLarge() {
        assertThat(MadeUp.info(MadeUp.source("service-orders?count=" + COUNT)).averageBytes(0))
                .isBetween(900L, 1300L);
    }

    @Test
    void idsAreUniqueAndGrow() {
        assertThat(orders)
                .extracting(order -> order.getObjectId("_id").getValue().toHexString())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void orderNumbersCount() {
        assertThat(orders.getFirst().getString("orderNumber").getValue()).isEqualTo("SO-00000001");
        assertThat(orders.getLast().getString("orderNumber").getValue()).isEqualTo("SO-00005000");
    }

    @Test
    void vehicleNumbersHaveTheirCheckDigitAndModelYear() {
        for (BsonDocument order : orders) {
            BsonDocument vehicle = order.getDocument("vehicle");
            String vin = vehicle.getString("vin").getValue();

            assertThat(vin).matches("[A-HJ-NPR-Z0-9]{17}");
            assertThat(vin.charAt(8)).as(vin).isEqualTo(checkDigit(vin));
            int year = vehicle.getInt32("year").getValue();
            assertThat(vin.charAt(9)).isEqualTo("89ABCDEFGHJKLMN".charAt(year - 2008));
        }
    }

    @Test
    void amountsAndTotalsAddUp() {
        for (BsonDocument order : orders) {
            BigDecimal parts = BigDecimal.ZERO;
            for (BsonValue value : order.getArray("parts")) {
                BsonDocument part = value.asDocument();
                BigDecimal amount = decimal(part, "unitPrice")
                        .multiply(BigDecimal.valueOf(part.getInt32("quantity").getValue()));
                assertThat(decimal(part, "amount")).isEqualByComparingTo(amount);
                parts = parts.add(amount);
            }
            BigDecimal labour = BigDecimal.ZERO;
            for (BsonValue value : order.getArray("labour")) {
                BsonDocument work = value.asDocument();
                BigDecimal amount = cents(decimal(work, "hours").multiply(decimal(work, "rate")));
                assertThat(decimal(work, "amount")).isEqualByComparingTo(amount);
                labour = labour.add(amount);
            }
            BsonDocument totals = order.getDocument("totals");
            assertThat(decimal(totals, "parts")).isEqualByComparingTo(parts);
            assertThat(decimal(totals, "labour")).isEqualByComparingTo(labour);
            assertThat(decimal(totals, "net")).isEqualByComparingTo(parts.add(labour));
            BigDecimal tax = cents(decimal(totals, "net").multiply(new BigDecimal("0.19")));
            assertThat(decimal(totals, "tax")).isEqualByComparingTo(tax);
            assertThat(decimal(totals, "gross"))
                    .isEqualByComparingTo(decimal(totals, "net").add(tax));
        }
    }

    @Test
    void theHistoryGoesThroughTheStatesInOrderToThePresentOne() {
        for (BsonDocument order : orders) {
            List<BsonValue> history = order.getArray("history");
            String status = order.getString("status").getValue();

            assertThat(history)
                    .extracting(entry -> entry.asDocument().getString("status").getValue())
                    .isEqualTo(STATES.subList(0, STATES.indexOf(status) + 1));
            assertThat(history)
                    .extracting(entry -> entry.asDocument().getDateTime("at").getValue())
                    .isSorted();
        }
    }

    @Test
    void datesMakeSense() {
        for (BsonDocument order : orders) {
            long id = order.getObjectId("_id").getValue().getDate().getTime();
            long created = order.getDateTime("createdAt").getValue();
            List<BsonValue> history = order.getArray("history");
            long first = history.getFirst().asDocument().getDateTime("at").getValue();
            long last = history.getLast().asDocument().getDateTime("at").getValue();

            assertThat(created).isBetween(id, id + 2000);
            assertThat(first).isGreaterThan(created);
            assertThat(order.getDateTime("updatedAt").getValue()).isEqualTo(last);
        }
    }

    @Test
    void everyStateAndBothKindsOfMissingOccur() {
        Set<String> states = new HashSet<>();
        orders.forEach(order -> states.add(order.getString("status").getValue()));

        assertThat(states).containsExactlyInAnyOrderElementsOf(STATES);
        assertThat(orders).anyMatch(order -> order.getDocument("customer").isNull("phone"));
        assertThat(orders).anyMatch(order -> !order.getDocument("customer").containsKey("email"));
    }

    private static BigDecimal decimal(BsonDocument document, String field) {
        return document.getDecimal128(field).getValue().bigDecimalValue();
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }

    /** 49 CFR 565.15, written from the table of the regulation. */
    private static char checkDigit(String vin) {
        String letters = "ABCDEFGH JKLMN P R STUVWXYZ";
        String values = "12345678 12345 7 9 23456789";
        int[] weights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            char character = vin.charAt(i);
            int value =
                    Character.isDigit(character) ? character - '0' : values.charAt(letters.indexOf(character)) - '0';
            sum += value * weights[i];
        }
        return sum % 11 == 10 ? 'X' : (char) ('0' + sum % 11);
    }
}
