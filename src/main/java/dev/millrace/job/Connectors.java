package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.GcsSettings;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.Setting;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.RejectFiles;
import dev.millrace.sink.object.ObjectRejects;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.sink.object.file.FileObjectStore;
import dev.millrace.sink.object.gcs.GcsLocation;
import dev.millrace.sink.object.gcs.GcsObjectStore;
import dev.millrace.sink.object.gcs.GcsOptions;
import dev.millrace.sink.object.gcs.GcsRetry;
import dev.millrace.sink.object.nullstore.NullObjectStore;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.dump.DumpSource;
import dev.millrace.source.generated.GeneratedCollection;
import dev.millrace.source.generated.GeneratedSource;
import dev.millrace.state.RunStore;
import dev.millrace.state.file.FileRunStore;
import dev.millrace.state.redis.RedisRunStore;
import dev.millrace.state.redis.RedisSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/** Chooses an adapter by the scheme of a URI: one line each. */
public final class Connectors {

    private Connectors() {}

    static DocumentSource source(Configuration configuration, SourceRequest request) {
        DocumentSource whole = whole(configuration, request);
        return request.sample() > 0 ? new SampledSource(whole, request.sample()) : whole;
    }

    private static DocumentSource whole(Configuration configuration, SourceRequest request) {
        String uri = SecretReference.resolve(configuration.get(MongoSettings.URI));
        return switch (scheme(uri)) {
            case "mongodb", "mongodb+srv" -> MongoSources.open(uri, configuration, request);
            case "dump" -> new DumpSource(unfiltered(request, path(uri)));
            case "generated" -> new GeneratedSource(generated(uri, configuration, request));
            default -> throw unknown("--from", "mongodb://, mongodb+srv://, dump:DIR or generated:NAME");
        };
    }

    static ObjectStore objectStore(String uri, Configuration configuration) {
        return switch (scheme(uri)) {
            case "gs" -> GcsObjectStore.connect(GcsLocation.parse(uri), gcs(configuration));
            case "file" -> new FileObjectStore(path(uri));
            case "null" -> new NullObjectStore();
            default -> throw unknown("--to", "gs://bucket/prefix, file:DIR or null:");
        };
    }

    /** Where rejected documents go. */
    static RejectFiles rejects(Configuration configuration) {
        return documents(RunSettings.REJECTS, configuration);
    }

    /** A place for documents that are set apart. */
    static RejectFiles documents(Setting<String> place, Configuration configuration) {
        String uri = configuration.get(place);
        return new ObjectRejects(
                switch (scheme(uri)) {
                    case "", "file" -> new FileObjectStore(path(uri));
                    case "gs" -> GcsObjectStore.connect(GcsLocation.parse(uri), gcs(configuration));
                    default -> throw unknown(place.key(), "a directory or gs://bucket/prefix");
                });
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

    private static GcsOptions gcs(Configuration configuration) {
        return new GcsOptions(
                configuration.find(GcsSettings.PROJECT).orElse(null),
                System.getenv("STORAGE_EMULATOR_HOST"),
                configuration.find(GcsSettings.KMS_KEY).orElse(null),
                configuration.find(GcsSettings.STORAGE_CLASS).orElse(null),
                configuration.find(GcsSettings.METADATA).orElse(Map.of()),
                Math.toIntExact(configuration.get(GcsSettings.UPLOAD_CHUNK).bytes()),
                GcsRetry.usual());
    }

    private static GeneratedCollection generated(String uri, Configuration configuration, SourceRequest request) {
        GeneratedCollection collection = GeneratedCollection.parse(uri.substring(uri.indexOf(':') + 1));
        unfiltered(request, collection);
        return collection.named(request.selection(configuration, uri));
    }

    /** Only a server evaluates queries. */
    private static <T> T unfiltered(SourceRequest request, T source) {
        if (!request.filter().isEmpty() || !request.projection().isEmpty() || request.limit() > 0) {
            throw MillraceException.usage(
                    "--filter, --projection and --limit need a MongoDB as source",
                    "leave them out, or restore the dump to a server first");
        }
        return source;
    }

    /** What stands in front of the first colon; empty for a plain path. */
    public static String scheme(String uri) {
        int colon = uri.indexOf(':');
        return colon < 0 || uri.startsWith("/") || uri.startsWith(".")
                ? ""
                : uri.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /** The path behind `scheme:`, with or without the two slashes of a URI. */
    public static Path path(String uri) {
        String path = scheme(uri).isEmpty() ? uri : uri.substring(uri.indexOf(':') + 1);
        return Path.of(path.startsWith("//") ? path.substring(2) : path);
    }

    private static MillraceException unknown(String option, String known) {
        return MillraceException.usage(option + " has a form that is not known", "use " + known);
    }
}
