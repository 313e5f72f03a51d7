package dev.millrace.mongo.cosmos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts are known by their addresses, and the portal's strings work as they are. */
class CosmosAddressTest {

    private static final String OPTIONS =
            "?ssl=true&replicaSet=globaldb&retrywrites=false&maxIdleTimeMS=120000&appName=@shop@";

    @ParameterizedTest
    @CsvSource({
        "shop.mongo.cosmos.azure.com, RU",
        "shop.mongo.cosmos.azure.com:10255, RU",
        "SHOP-westeurope.mongo.cosmos.azure.com, RU",
        "shop.mongo.cosmos.azure.us, RU",
        "shop.documents.azure.com:10255, RU",
        "shop.mongocluster.cosmos.azure.com, VCORE",
        "shop.global.mongocluster.cosmos.azure.com:10260, VCORE"
    })
    void bothServicesAreKnownByTheirHosts(String host, CosmosKind kind) {
        assertThat(CosmosAddress.ofHost(host)).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"db.example", "127.0.0.1:27017", "shop.mongo.cosmos.azure.com.example", "cluster0.mongodb.net"})
    void otherHostsAreNeither(String host) {
        assertThat(CosmosAddress.ofHost(host)).isEmpty();
    }

    @Test
    void theKeyOfThePortalIsEncodedAndNothingElse() {
        assertThat(CosmosAddress.mended("mongodb://shop:a+b/c==@shop.mongo.cosmos.azure.com:10255/" + OPTIONS))
                .isEqualTo("mongodb://shop:a%2bb%2fc%3d%3d@shop.mongo.cosmos.azure.com:10255/" + OPTIONS);
    }

    @Test
    void aKeyThatIsEncodedAlreadyStaysAsItIs() {
        String encoded = "mongodb://shop:a%2Bb%2Fc%3D%3D@shop.mongo.cosmos.azure.com:10255/" + OPTIONS;

        assertThat(CosmosAddress.mended(encoded)).isEqualTo(encoded);
    }

    @Test
    void anAccountBehindAnotherNameIsKnownByItsReplicaSet() {
        assertThat(CosmosAddress.mended("mongodb://shop:a/b==@10.0.0.4:10255/" + OPTIONS))
                .isEqualTo("mongodb://shop:a%2fb%3d%3d@10.0.0.4:10255/" + OPTIONS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://ops:a+b@db.example/?replicaSet=rs0",
                "mongodb://db.example/",
                "mongodb+srv://ops:a==@shop.mongocluster.cosmos.azure.com/?tls=true",
                "dump:backup/"
            })
    void otherAddressesStayAsTheyAre(String uri) {
        assertThat(CosmosAddress.mended(uri)).isEqualTo(uri);
    }
}
