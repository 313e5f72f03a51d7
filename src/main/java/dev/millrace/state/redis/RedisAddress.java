package dev.millrace.state.redis;

import dev.millrace.model.MillraceException;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A Redis URI taken apart. Read as redis-cli reads it: percent signs are decoded, a plus is a plus, a lone user info is
 * the password.
 */
record RedisAddress(boolean tls, String user, String password, String host, int port, int database, boolean cluster) {

    private static final int DEFAULT_PORT = 6379;
    private static final String FORM = "write redis://USER:PASSWORD@HOST:PORT/DATABASE, or rediss:// for TLS";

    static RedisAddress parse(String uri) {
        int colon = uri.indexOf("://");
        String scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("redis") && !scheme.equals("rediss")) {
            // The text is not repeated: it may be a password that got into the wrong place.
            throw MillraceException.usage("The Redis URI does not start with redis:// or rediss://", FORM);
        }
        String rest = uri.substring(colon + 3);
        int at = rest.lastIndexOf('@');
        String userInfo = at < 0 ? "" : rest.substring(0, at);
        String place = rest.substring(at + 1);
        int question = place.indexOf('?');
        String query = question < 0 ? "" : place.substring(question + 1);
        String path = question < 0 ? place : place.substring(0, question);
        int slash = path.indexOf('/');
        String server = slash < 0 ? path : path.substring(0, slash);
        int secret = userInfo.indexOf(':');
        return new RedisAddress(
                scheme.equals("rediss"),
                secret < 0 ? "" : decoded(userInfo.substring(0, secret)),
                decoded(userInfo.substring(secret + 1)),
                host(server),
                number("port", port(server), DEFAULT_PORT),
                number("database", slash < 0 ? "" : path.substring(slash + 1), 0),
                cluster(query));
    }

    /** The URI without its secrets. */
    @Override
    public String toString() {
        return scheme() + host + ":" + port + "/" + database;
    }

    /** What Vert.x takes; it wants the user's name here and decodes it as a form does. */
    String connectionString() {
        String login = user.isEmpty() ? "" : encoded(user) + ":" + encoded(password) + "@";
        // Database 0 is not named: selecting it would cost a privilege, and a cluster knows no other.
        return scheme() + login + host + ":" + port + (database == 0 ? "" : "/" + database);
    }

    /** Takes the password out of a text that comes from elsewhere. */
    String withoutSecrets(String text) {
        return password.isEmpty() ? text : text.replace(password, "***").replace(encoded(password), "***");
    }

    private String scheme() {
        return tls ? "rediss://" : "redis://";
    }

    private static String host(String server) {
        String host = server.startsWith("[") ? server.substring(0, server.indexOf(']') + 1) : beforeColon(server);
        return host.isEmpty() ? "localhost" : host;
    }

    private static String beforeColon(String server) {
        int colon = server.indexOf(':');
        return colon < 0 ? server : server.substring(0, colon);
    }

    private static String port(String server) {
        int colon = server.indexOf(':', server.indexOf(']') + 1);
        return colon < 0 ? "" : server.substring(colon + 1);
    }

    private static int number(String what, String text, int otherwise) {
        try {
            return text.isEmpty() ? otherwise : Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw MillraceException.usage("The " + what + " in the Redis URI is not a number", FORM);
        }
    }

    private static boolean cluster(String query) {
        return switch (query) {
            case "", "cluster=false" -> false;
            case "cluster=true" -> true;
            default ->
                throw MillraceException.usage(
                        "The Redis URI has options that millrace does not know", "the only one is ?cluster=true");
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
