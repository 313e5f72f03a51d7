package dev.millrace.sink.postgres;

import dev.millrace.model.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a PostgreSQL URI apart. Source: PostgreSQL 18, section 32.1.1.2. Never repeats a text that may be a secret. */
final class AddressParser {

    private static final String FORM = "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=verify-full";
    private static final String KNOWN = "sslmode, sslrootcert, connect_timeout and application_name are known";
    /** What `sslrootcert` says where the machine's own authorities are meant. */
    private static final String SYSTEM = "system";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    private final Map<String, String> environment;
    private final Path home;

    AddressParser(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    PostgresAddress parse(String uri) {
        String rest = withoutScheme(uri);
        int question = rest.indexOf('?', Math.max(0, authorityEnd(rest)));
        Map<String, String> parameters = parameters(question < 0 ? "" : rest.substring(question + 1));
        String place = question < 0 ? rest : rest.substring(0, question);
        int end = authorityEnd(place);
        String authority = place.substring(0, end);
        int at = authority.lastIndexOf('@');
        if (at < 0 && place.indexOf('@') >= 0) {
            throw usage(
                    "The PostgreSQL URI has an @ behind its host", "write / in a name or password as %2F, ? as %3F");
        }
        String userInfo = at < 0 ? "" : authority.substring(0, at);
        int secret = userInfo.indexOf(':');
        String server = authority.substring(at + 1);
        String host = or(host(server), variable("PGHOST", "localhost"));
        requireOneHost(host, server);
        int port = port(or(portText(server), variable("PGPORT", "")));
        String named = PercentText.decoded(secret < 0 ? userInfo : userInfo.substring(0, secret));
        String user = or(named, variable("PGUSER", System.getProperty("user.name", "postgres")));
        String path = end < place.length() ? place.substring(end + 1) : "";
        String database = or(PercentText.decoded(path), variable("PGDATABASE", user));
        String password = secret < 0 ? "" : PercentText.decoded(userInfo.substring(secret + 1));
        Path certificate = certificate(parameters);
        return new PostgresAddress(
                host,
                port,
                database,
                user,
                password.isEmpty() ? password(host, port, database, user) : password,
                tls(parameters, certificate),
                certificate == null ? usualCertificate(parameters) : certificate,
                parameters.getOrDefault("application_name", ""),
                connectTimeout(parameters));
    }

    private static String withoutScheme(String uri) {
        for (String scheme : new String[] {"postgresql://", "postgres://"}) {
            if (uri.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return uri.substring(scheme.length());
            }
        }
        throw usage("The PostgreSQL URI does not start with postgresql:// or postgres://", FORM);
    }

    private static int authorityEnd(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (rest.charAt(i) == '/' || rest.charAt(i) == '?') {
                return i;
            }
        }
        return rest.length();
    }

    private static String host(String server) {
        if (server.startsWith("[")) {
            int end = server.indexOf(']');
            return end < 0 ? server : server.substring(1, end);
        }
        int colon = server.indexOf(':');
        return PercentText.decoded(colon < 0 ? server : server.substring(0, colon));
    }

    private static String portText(String server) {
        int colon = server.indexOf(':', server.indexOf(']') + 1);
        return colon < 0 ? "" : server.substring(colon + 1);
    }

    private static void requireOneHost(String host, String server) {
        if (host.contains(",") || server.contains(",")) {
            throw usage(
                    "The PostgreSQL URI names several hosts",
                    "name the one that takes writes, or a proxy that knows which one does");
        }
        if (host.startsWith("/") || host.startsWith("@")) {
            throw usage("The PostgreSQL URI names a Unix socket", "use TCP: postgresql://localhost:5432/DATABASE");
        }
    }

    private static int port(String text) {
        try {
            int port = text.isEmpty() ? PostgresAddress.DEFAULT_PORT : Integer.parseInt(text);
            if (port > 0 && port < 1 << 16) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, as for numbers that are no ports.
        }
        throw usage("The port in the PostgreSQL URI is not a number from 1 to 65535", FORM);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = PercentText.decoded(equals < 0 ? pair : pair.substring(0, equals));
            switch (name) {
                case "sslmode", "sslrootcert", "connect_timeout", "application_name" ->
                    parameters.put(name, equals < 0 ? "" : PercentText.decoded(pair.substring(equals + 1)));
                // Both clients bind the channel where the server offers it, whatever is asked for.
                case "channel_binding" -> {}
                case "sslcert", "sslkey", "sslpassword" ->
                    throw usage("millrace has no client certificates for PostgreSQL (" + name + ")", KNOWN);
                default -> throw usage("The PostgreSQL URI has a parameter that is not known: " + name, KNOWN);
            }
        }
        return parameters;
    }

    /** As in libpq, naming an authority and asking for TLS means that the authority is to be checked. */
    private TlsMode tls(Map<String, String> parameters, @Nullable Path certificate) {
        String word = or(parameters.getOrDefault("sslmode", ""), variable("PGSSLMODE", "prefer"));
        TlsMode mode = TlsMode.of(word.toLowerCase(Locale.ROOT));
        return mode == TlsMode.REQUIRE && certificate != null ? TlsMode.VERIFY_CA : mode;
    }

    private @Nullable Path certificate(Map<String, String> parameters) {
        String named = certificateName(parameters);
        if (named.isEmpty() || named.equals(SYSTEM)) {
            return null;
        }
        Path file = Path.of(named);
        if (!Files.isReadable(file)) {
            throw usage("The certificate file " + file + " (sslrootcert) cannot be read", "check the path");
        }
        return file;
    }

    private @Nullable Path usualCertificate(Map<String, String> parameters) {
        Path usual = home.resolve(".postgresql").resolve("root.crt");
        return certificateName(parameters).isEmpty() && Files.isReadable(usual) ? usual : null;
    }

    private String certificateName(Map<String, String> parameters) {
        return or(parameters.getOrDefault("sslrootcert", ""), variable("PGSSLROOTCERT", ""));
    }

    private static Duration connectTimeout(Map<String, String> parameters) {
        String text = parameters.getOrDefault("connect_timeout", "");
        try {
            int seconds = text.isEmpty() ? 0 : Integer.parseInt(text);
            return seconds <= 0 ? CONNECT_TIMEOUT : Duration.ofSeconds(seconds);
        } catch (NumberFormatException e) {
            throw usage("connect_timeout in the PostgreSQL URI is not a number of seconds", "write connect_timeout=15");
        }
    }

    private String password(String host, int port, String database, String user) {
        String given = variable("PGPASSWORD", "");
        if (!given.isEmpty()) {
            return given;
        }
        Path file = Path.of(variable("PGPASSFILE", home.resolve(".pgpass").toString()));
        return new PasswordFile(file).password(host, port, database, user).orElse("");
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private String variable(String name, String otherwise) {
        return or(environment.getOrDefault(name, ""), otherwise);
    }

    private static MillraceException usage(String problem, String hint) {
        return MillraceException.usage(problem, hint);
    }
}
