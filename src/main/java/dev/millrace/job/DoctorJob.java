package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.ExportSettings;
import dev.millrace.config.GcsSettings;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.pubsub.PubSubTopic;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.source.DocumentSource;
import dev.millrace.state.RunStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Examines every end that the configuration names; what is not named is not examined, and says so. */
@ApplicationScoped
public class DoctorJob {

    /** What was found, in the order source, target, run store. */
    public List<Finding> examine(Configuration configuration, SourceRequest request) {
        List<Finding> findings = new ArrayList<>();
        if (configuration.origin(MongoSettings.URI).isPresent()) {
            findings.addAll(guarded("source", () -> source(configuration, request)));
        } else {
            findings.add(Finding.doubtful("source", "not examined: none is named", "give --from or set MONGO_URI"));
        }
        if (exports(configuration) || configuration.origin(PostgresSettings.TO).isPresent()) {
            findings.addAll(guarded("target", () -> target(configuration)));
        } else {
            findings.add(Finding.doubtful("target", "not examined: none is named", "give --to or set GCS_BUCKET"));
        }
        findings.addAll(guarded("run store", () -> store(configuration)));
        return findings;
    }

    private static List<Finding> source(Configuration configuration, SourceRequest request) {
        try (DocumentSource source = Connectors.source(configuration, request)) {
            return source.check(request.selection(configuration, source.description()));
        }
    }

    /** Where the target of an export is named, or --to is given, that one is meant; else a migration's. */
    private static boolean exports(Configuration configuration) {
        return configuration.origin(ExportSettings.TO).isPresent()
                || configuration.origin(GcsSettings.BUCKET).isPresent();
    }

    private static List<Finding> target(Configuration configuration) {
        String uri = exports(configuration)
                ? ExportTarget.uri(configuration)
                : SecretReference.resolve(configuration.get(PostgresSettings.TO));
        if (PostgresTarget.isPostgres(uri)) {
            return PostgresTarget.check(configuration, uri);
        }
        if (ClonePlan.isMongo(uri)) {
            return MongoTarget.check(uri);
        }
        if (PubSubTopic.isPubSub(uri)) {
            return PubSubTarget.check(uri, configuration);
        }
        try (ObjectStore store = Connectors.objectStore(uri, configuration)) {
            store.checkWritable();
            return List.of(Finding.good("target", store.description() + " can be written to"));
        }
    }

    private static List<Finding> store(Configuration configuration) {
        try (RunStore store = Connectors.runStore(configuration)) {
            return store.check();
        }
    }

    private static List<Finding> guarded(String subject, Supplier<List<Finding>> examination) {
        try {
            return examination.get();
        } catch (MillraceException e) {
            return List.of(Finding.bad(subject, e));
        }
    }
}
