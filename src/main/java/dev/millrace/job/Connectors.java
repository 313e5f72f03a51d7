package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.Sink;
import dev.millrace.source.DocumentSource;
import dev.millrace.state.RunStore;

/** Chooses an adapter by the scheme of a URI: one line each. */
final class Connectors {

    private Connectors() {}

    static DocumentSource source(Configuration configuration, SourceRequest request) {
        String uri = SecretReference.resolve(configuration.get(MongoSettings.URI));
        throw unknown("--from " + scheme(uri), "mongodb://, mongodb+srv://, dump:DIR or generated:NAME");
    }

    static Sink sink(Configuration configuration) {
        throw unknown("--to", "gs://bucket/prefix, file:DIR or null:");
    }

    static RunStore runStore(Configuration configuration) {
        String uri = SecretReference.resolve(configuration.get(RunSettings.STORE));
        throw unknown("--run-store", "a directory, redis:// or rediss://" + uri);
    }

    private static String scheme(String uri) {
        int colon = uri.indexOf(':');
        return colon < 0 ? "" : uri.substring(0, colon);
    }

    private static MillraceException unknown(String option, String known) {
        return MillraceException.usage(option + " has a form that is not known", "use " + known);
    }
}
