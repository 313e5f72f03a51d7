package dev.millrace.publish.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PubSubAddressTest {

    @Test
    void takesAnEmulatorWithAndWithoutScheme() {
        assertThat(PubSubAddress.emulator("http://localhost:8085").emulatorHost())
                .isEqualTo("localhost:8085");
        assertThat(PubSubAddress.emulator("localhost:8085")).hasToString("the Pub/Sub emulator at localhost:8085");
    }

    @Test
    void takesAnEndpointWithAndWithoutPort() {
        assertThat(new PubSubAddress(null, "europe-west1-pubsub.googleapis.com").endpoint())
                .isEqualTo("europe-west1-pubsub.googleapis.com:443");
        assertThat(new PubSubAddress("", "https://example.com:8443").endpoint()).isEqualTo("example.com:8443");
    }

    @Test
    void isGooglesWhereNothingIsSaid() {
        PubSubAddress address = new PubSubAddress(" ", "");

        assertThat(address.emulatorHost()).isNull();
        assertThat(address.endpoint()).isNull();
        assertThat(address).hasToString("Pub/Sub");
    }
}
