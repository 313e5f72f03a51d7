package dev.millrace.source.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.Namespace;
import dev.millrace.source.NamespaceSelection;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data sets of several collections: what one refers to is in the other. */
class RelatedCollectionsTest {

    private static final NamespaceSelection SHOP = new NamespaceSelection(List.of("shop"));

    @Test
    void aDatabaseGetsEveryCollectionInFixedProportion() {
        assertThat(of("service-orders?count=10000").collections(SHOP))
                .extracting(CollectionInfo::namespace, CollectionInfo::documents)
                .containsExactly(
                        tuple(Namespace.parse("shop.customers"), 4000L),
                        tuple(Namespace.parse("shop.dealers"), 20L),
                        tuple(Namespace.parse("shop.orders"), 10000L),
                        tuple(Namespace.parse("shop.vehicles"), 5000L));
    }

    @Test
    void oneNameMeansOneCollectionAndAnyOtherNameTheMainOne() {
        GeneratedCollection orders = GeneratedCollection.parse("service-orders?count=1000");

        assertThat(infos(orders.named(new NamespaceSelection(List.of("shop.customers")))))
                .extracting(CollectionInfo::documents)
                .containsExactly(400L);
        assertThat(infos(orders.named(new NamespaceSelection(List.of("shop.work")))))
                .extracting(CollectionInfo::documents)
                .containsExactly(1000L);
        assertThat(infos(orders))
                .extracting(info -> info.namespace().toString())
                .containsExactly("generated.service-orders");
    }

    @Test
    void ordersReferToVehiclesCustomersAndDealersThatExistAndTheirCopiesAgree() {
        GeneratedSource source = of("service-orders?count=3000&seed=9");
        Map<BsonValue, BsonDocument> vehicles = byId(source, "shop.vehicles");
        Map<BsonValue, BsonDocument> customers = byId(source, "shop.customers");
        Map<BsonValue, BsonDocument> dealers = byId(source, "shop.dealers");

        assertThat(byId(source, "shop.orders").values()).hasSize(3000).allSatisfy(order -> {
            BsonDocument vehicle = order.getDocument("vehicle");
            BsonDocument customer = order.getDocument("customer");
            assertThat(vehicles.get(vehicle.get("_id")).entrySet()).containsAll(vehicle.entrySet());
            assertThat(customers.get(customer.get("_id")).entrySet()).containsAll(customer.entrySet());
            assertThat(dealers.get(order.getDocument("dealer").get("_id")).entrySet())
                    .containsAll(order.getDocument("dealer").entrySet());
            assertThat(vehicles.get(vehicle.get("_id")).get("ownerId")).isEqualTo(customer.get("_id"));
        });
        assertThat(vehicles.values()).allMatch(vehicle -> customers.containsKey(vehicle.get("ownerId")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"service-orders", "transactions", "example"})
    void everyCollectionHasTheSameBytesWhateverTheChunksAndThreads(String name) throws Exception {
        GeneratedSource source = of(name + "?count=2000&seed=3");
        for (CollectionInfo info : source.collections(SHOP)) {
            byte[] whole = MadeUp.read(
                    source, info, MadeUp.plan(source, info, Long.MAX_VALUE).getFirst());
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<byte[]>> parts = MadeUp.plan(source, info, 77).stream()
                        .map(range -> threads.submit(() -> MadeUp.read(source, info, range)))
                        .toList();
                ByteArrayOutputStream joined = new ByteArrayOutputStream();
                for (Future<byte[]> part : parts) {
                    joined.writeBytes(part.get());
                }
                assertThat(joined.toByteArray()).as(info.namespace().toString()).isEqualTo(whole);
            }
        }
    }

    @Test
    void theOrdersAloneAreThoseOfTheWholeFamily() {
        List<BsonDocument> alone = MadeUp.documents(MadeUp.source("service-orders?count=500"));

        assertThat(byId(of("service-orders?count=500"), "shop.orders").values())
                .containsExactlyInAnyOrderElementsOf(alone);
    }

    @Test
    void transactionsAddUpAndTheirPartiesAreAccounts() {
        GeneratedSource source = of("transactions?count=3000");
        Map<BsonValue, BsonDocument> accounts = byId(source, "shop.accounts");

        assertThat(byId(source, "shop.transactions").values()).allSatisfy(transaction -> {
            for (String party : List.of("debtor", "creditor")) {
                BsonDocument copy = transaction.getDocument(party);
                assertThat(accounts.get(copy.get("_id")).entrySet()).containsAll(copy.entrySet());
            }
            String status = transaction.getString("status").getValue();
            assertThat(transaction
                            .getArray("history")
                            .getLast()
                            .asDocument()
                            .getString("status")
                            .getValue())
                    .isEqualTo(status);
            assertThat(transaction.containsKey("settledAt")).isEqualTo(status.equals("SETTLED"));
            assertThat(transaction.containsKey("card"))
                    .isEqualTo(transaction.getString("type").getValue().equals("CARD_PAYMENT"));
            assertThat(amount(transaction, "net"))
                    .isEqualByComparingTo(amount(transaction, "amount").subtract(amount(transaction, "fee")));
        });
    }

    @Test
    void stockIsWhatMovementsAndReservationsLeave() {
        Set<String> skus = new HashSet<>();
        for (BsonDocument stock : MadeUp.documents(MadeUp.source("inventory?count=3000"))) {
            int moved = sum(stock, "movements");
            int reserved = sum(stock, "reservations");
            int onHand = stock.getInt32("onHand").getValue();

            assertThat(onHand).isEqualTo(stock.getInt32("opening").getValue() + moved);
            assertThat(stock.getInt32("reserved").getValue()).isEqualTo(reserved);
            assertThat(stock.getInt32("available").getValue())
                    .isEqualTo(onHand - reserved)
                    .isNotNegative();
            skus.add(stock.getString("sku").getValue());
        }
        assertThat(skus).hasSize(3000);
    }

    private static int sum(BsonDocument document, String array) {
        return document.getArray(array).stream()
                .mapToInt(each -> each.asDocument().getInt32("quantity").getValue())
                .sum();
    }

    private static BigDecimal amount(BsonDocument document, String field) {
        return document.getDecimal128(field).getValue().bigDecimalValue();
    }

    private static GeneratedSource of(String uri) {
        return new GeneratedSource(GeneratedCollection.parse(uri).named(SHOP));
    }

    private static List<CollectionInfo> infos(GeneratedCollection collection) {
        return new GeneratedSource(collection).collections(new NamespaceSelection(List.of("*")));
    }

    private static Map<BsonValue, BsonDocument> byId(GeneratedSource source, String namespace) {
        Map<BsonValue, BsonDocument> found = new HashMap<>();
        CollectionInfo info = source.collections(SHOP).stream()
                .filter(each -> each.namespace().toString().equals(namespace))
                .findFirst()
                .orElseThrow();
        MadeUp.documents(source, info).forEach(document -> found.put(document.get("_id"), document));
        return found;
    }
}
