package dev.millrace.doubles.gcs;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The parameters of a request. */
record Query(Map<String, String> values) {

    static Query of(HttpExchange exchange) {
        Map<String, String> values = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
        return new Query(values);
    }

    /** Clients that cannot send PATCH send it as POST. */
    String method(HttpExchange exchange) {
        String override = exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override");
        return override == null ? exchange.getRequestMethod() : override;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean is(String name, String value) {
        return value.equals(values.get(name));
    }

    String get(String name) {
        return values.getOrDefault(name, "");
    }

    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
