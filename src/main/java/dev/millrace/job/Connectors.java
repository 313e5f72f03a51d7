package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.sink.object.file.FileObjectStore;
import dev.millrace.sink.object.nullstore.NullObjectStore;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.dump.DumpSource;
import dev.millrace.state.RunStore;
import dev.millrace.state.file.FileRunStore;
import dev.millrace.state.redis.RedisRunStore;
import dev.millrace.state.redis.RedisSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

/** Chooses an adapter by the scheme of a URI: one line each. */
final class Connectors {

    private Connectors() {}

    static DocumentSource source(Configuration configuration, SourceRequest request) {
        String uri = SecretReference.resolve(configuration.get(MongoSettings.URI));
        return switch (scheme(uri)) {
            case "mongodb", "mongodb+srv" -> MongoSources.open(uri, configuration, request);
            case "dump" -> new DumpSource(path(uri));
            default -> throw unknown("--from", "mongodb://, mongodb+srv://, dump:DIR or generated:NAME");
        };
    }

    static ObjectStore objectStore(String uri, Configuration configuration) {
        return switch (scheme(uri)) {
            case "file" -> new FileObjectStore(path(uri));
            case "null" -> new NullObjectStore();
            default -> throw unknown("--to", "gs://bucket/prefix, file:DIR or null:");
        };
    }

    static RunStore runStore(Configuration configuration) {
        String uri = SecretReference.resolve(configuration.get(RunSettings.STORE));
        return switch (scheme(uri)) {
            case "", "file" -> new FileRunStore(path(uri), Clock.systemUTC());
            case "redis", "rediss" -> RedisRunStore.open(redis(uri, configuration), Clock.systemUTC());
            default -> throw unknown("--run-store", "a directory, redis://HOST:PORT or rediss://HOST:PORT");
        };
    }

    private static RedisSettings redis(String uri, Configuration configuration) {
        RedisSettings usual = RedisSettings.of(uri);
        return new RedisSettings(
                uri,
                configuration.get(RunSettings.KEY_PREFIX),
                usual.retention(),
                usual.finishedRetention(),
                usual.timeout());
    }

    /** What stands in front of the first colon; empty for a plain path. */
    static String scheme(String uri) {
        int colon = uri.indexOf(':');
        return colon < 0 || uri.startsWith("/") || uri.startsWith(".")
                ? ""
                : uri.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /** The path behind `scheme:`, with or without the two slashes of a URI. */
    private static Path path(String uri) {
        String path = scheme(uri).isEmpty() ? uri : uri.substring(uri.indexOf(':') + 1);
        return Path.of(path.startsWith("//") ? path.substring(2) : path);
    }

    private static MillraceException unknown(String option, String known) {
        return MillraceException.usage(option + " has a form that is not known", "use " + known);
    }
}
