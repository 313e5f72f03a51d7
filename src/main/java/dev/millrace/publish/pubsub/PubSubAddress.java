package dev.millrace.publish.pubsub;

import org.jspecify.annotations.Nullable;

/**
 * Which Pub/Sub is meant.
 *
 * @param emulatorHost a test server in place of Google's, as in PUBSUB_EMULATOR_HOST: `host:port`, spoken to without
 *                     encryption and credentials; null for Google's
 * @param endpoint     a regional endpoint of Google's, `europe-west1-pubsub.googleapis.com:443`; null for the global one
 */
public record PubSubAddress(
        @Nullable String emulatorHost, @Nullable String endpoint) {

    public PubSubAddress {
        emulatorHost = host(emulatorHost);
        endpoint = withPort(host(endpoint));
    }

    /** A test server. */
    public static PubSubAddress emulator(String host) {
        return new PubSubAddress(host, null);
    }

    private static @Nullable String host(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        int scheme = text.indexOf("://");
        return scheme < 0 ? text : text.substring(scheme + 3);
    }

    private static @Nullable String withPort(@Nullable String host) {
        return host == null || host.contains(":") ? host : host + ":443";
    }

    @Override
    public String toString() {
        if (emulatorHost != null) {
            return "the Pub/Sub emulator at " + emulatorHost;
        }
        return endpoint == null ? "Pub/Sub" : "Pub/Sub at " + endpoint;
    }
}
