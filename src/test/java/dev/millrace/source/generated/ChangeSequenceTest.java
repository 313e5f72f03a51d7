package dev.millrace.source.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.DocumentChange;
import dev.millrace.model.DocumentChange.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeSequenceTest {

    static List<String> names() {
        return Datasets.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyChangeMeetsTheStateThatItNeeds(String name) {
        Map<BsonValue, BsonDocument> state = seeded(name + "?count=500");

        for (DocumentChange change : changes(name + "?count=500", 3000)) {
            apply(change, state);
        }

        assertThat(state).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"service-orders", "users", "types"})
    void theSameSeedGivesTheSameChangesWhereverOneStarts(String name) {
        List<DocumentChange> all = changes(name + "?count=500", 1000);
        ChangeSequence later = sequence(name + "?count=500&seed=1", 20, 70, 10);

        later.skip(600);

        List<DocumentChange> rest = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            rest.add(later.next());
        }
        assertThat(rest).isEqualTo(all.subList(600, 1000));
        assertThat(changes(name + "?count=500&seed=2", 1000)).isNotEqualTo(all);
    }

    @Test
    void kindsOccurAsOftenAsTheirWeightsSay() {
        Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);

        changes("users?count=100000", 20_000).forEach(change -> kinds.merge(change.kind(), 1, Integer::sum));

        assertThat(kinds.get(Kind.INSERT)).isBetween(3800, 4200);
        assertThat(kinds.get(Kind.UPDATE)).isBetween(13_700, 14_300);
        assertThat(kinds.get(Kind.DELETE)).isBetween(1850, 2150);
    }

    @Test
    void whereNothingIsLeftSomethingIsInserted() {
        ChangeSequence deletes = sequence("users?count=2", 0, 0, 1);

        assertThat(List.of(deletes.next(), deletes.next(), deletes.next(), deletes.next()))
                .extracting(DocumentChange::kind)
                .containsExactly(Kind.DELETE, Kind.DELETE, Kind.INSERT, Kind.DELETE);
    }

    @Test
    void serviceOrdersStayValidHoweverOftenTheyAreUpdated() {
        Map<BsonValue, BsonDocument> state = seeded("service-orders?count=200");
        int updates = 0;
        for (DocumentChange change : changes("service-orders?count=200", 4000)) {
            apply(change, state);
            if (change.kind() == Kind.UPDATE) {
                updates++;
                BsonDocument order = state.get(change.id());
                BsonDocument last = order.getArray("history").getLast().asDocument();
                BsonDocument totals = order.getDocument("totals");
                assertThat(last.get("status")).isEqualTo(order.get("status"));
                assertThat(last.get("at")).isEqualTo(order.get("updatedAt"));
                assertThat(order.getDateTime("updatedAt").getValue())
                        .isGreaterThan(order.getDateTime("createdAt").getValue());
                assertThat(totals.getDecimal128("net").getValue().bigDecimalValue())
                        .isEqualByComparingTo(order.getArray("parts").stream()
                                .map(part -> part.asDocument()
                                        .getDecimal128("amount")
                                        .getValue()
                                        .bigDecimalValue())
                                .reduce(
                                        totals.getDecimal128("labour")
                                                .getValue()
                                                .bigDecimalValue(),
                                        BigDecimal::add));
            }
        }
        assertThat(updates).isGreaterThan(2500);
    }

    @Test
    void transactionsAndStockStayValidHoweverOftenTheyAreUpdated() {
        Map<BsonValue, BsonDocument> stock = seeded("inventory?count=100");
        changes("inventory?count=100", 2000).forEach(change -> apply(change, stock));
        Map<BsonValue, BsonDocument> transactions = seeded("transactions?count=100");
        changes("transactions?count=100", 2000).forEach(change -> apply(change, transactions));

        assertThat(stock.values())
                .allMatch(article -> article.getInt32("available").getValue()
                        == article.getInt32("onHand").getValue()
                                - article.getInt32("reserved").getValue());
        assertThat(transactions.values())
                .allMatch(transaction -> transaction.containsKey("settledAt")
                        == transaction.getString("status").getValue().equals("SETTLED"))
                .allMatch(transaction -> transaction
                        .getArray("history")
                        .getLast()
                        .asDocument()
                        .get("status")
                        .equals(transaction.get("status")));
    }

    @Test
    void groupsAreFoundWhereADefinitionNamesNone() {
        for (DocumentChange change : changes("users?count=300", 2000)) {
            if (change.kind() == Kind.UPDATE) {
                BsonDocument set = change.content().getDocument("$set");
                assertThat(set.keySet()).isIn(Set.of("age", "revision"), Set.of("username", "email", "revision"));
                if (set.containsKey("email")) {
                    assertThat(set.getString("email").getValue())
                            .startsWith(set.getString("username").getValue() + "@");
                }
            }
        }
    }

    private static void apply(DocumentChange change, Map<BsonValue, BsonDocument> state) {
        switch (change.kind()) {
            case INSERT -> assertThat(state.put(change.id(), change.content())).isNull();
            case UPDATE -> {
                BsonDocument document = state.get(change.id());
                assertThat(document).as("document to update").isNotNull();
                BsonDocument before = document.clone();
                document.putAll(change.content().getDocument("$set"));
                change.content()
                        .getDocument("$unset", new BsonDocument())
                        .keySet()
                        .forEach(document::remove);
                assertThat(document).isNotEqualTo(before);
                assertThat(document.get("_id")).isEqualTo(before.get("_id"));
                assertThat(document.get("revision")).isEqualTo(new BsonInt64(change.sequence()));
            }
            case DELETE -> assertThat(state.remove(change.id())).isNotNull();
        }
    }

    private static Map<BsonValue, BsonDocument> seeded(String uri) {
        Map<BsonValue, BsonDocument> state = new HashMap<>();
        MadeUp.documents(MadeUp.source(uri)).forEach(document -> state.put(document.get("_id"), document));
        return state;
    }

    private static List<DocumentChange> changes(String uri, int count) {
        ChangeSequence sequence = sequence(uri, 20, 70, 10);
        List<DocumentChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(sequence.next());
        }
        return changes;
    }

    private static ChangeSequence sequence(String uri, long insert, long update, long delete) {
        GeneratedCollection wanted = GeneratedCollection.parse(uri);
        return new ChangeSequence(Datasets.of(wanted).mainCollection(), wanted.seed(), insert, update, delete);
    }
}
