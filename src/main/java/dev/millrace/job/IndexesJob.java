package dev.millrace.job;

import com.mongodb.MongoException;
import dev.millrace.config.Configuration;
import dev.millrace.config.IndexSettings;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.MillraceException;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.observe.RunEvent;
import dev.millrace.sink.mongo.TargetNames;
import dev.millrace.sink.mongo.index.IndexCreation;
import dev.millrace.sink.mongo.index.IndexDefinition;
import dev.millrace.sink.mongo.index.IndexFile;
import dev.millrace.sink.mongo.index.IndexPlan;
import dev.millrace.sink.mongo.index.IndexReport;
import dev.millrace.sink.mongo.index.IndexTranslation;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads index definitions from a source or a file, and creates them on a MongoDB. */
@ApplicationScoped
public class IndexesJob {

    /** Collections with their definitions, views left out, sorted by name. */
    public List<CollectionInfo> read(Configuration configuration, SourceRequest request) {
        String from = SecretReference.resolve(configuration.get(MongoSettings.URI));
        try (DocumentSource source = Connectors.source(configuration, request)) {
            return source.collections(request.selection(configuration, from)).stream()
                    .filter(collection -> collection.kind() != CollectionKind.VIEW)
                    .toList();
        }
    }

    /** Writes the definitions to a file. */
    public void extract(Path file, List<CollectionInfo> collections) {
        IndexFile.write(file, collections);
    }

    /** Creates what is missing; with `dryRun` it only looks. */
    public IndexResult create(
            Configuration configuration, SourceRequest request, boolean dryRun, Consumer<RunEvent> view) {
        String to = target(configuration);
        boolean fromFile = configuration.find(IndexSettings.FILE).isPresent();
        List<CollectionInfo> collections = fromFile ? ofFile(configuration, request) : read(configuration, request);
        NamespaceSelection selection = fromFile
                ? new NamespaceSelection(collections.stream()
                        .map(collection -> collection.namespace().toString())
                        .toList())
                : request.selection(configuration, SecretReference.resolve(configuration.get(MongoSettings.URI)));
        TargetNames names = ClonePlan.names(configuration, selection);
        boolean cosmos = !fromFile && ClonePlan.isCosmos(SecretReference.resolve(configuration.get(MongoSettings.URI)));
        try (MongoConnection connection = MongoConnection.open(to, MongoOptions.none())) {
            connection.serverVersion();
            IndexCreation creation =
                    new IndexCreation(connection, connection.retries(Backoff.standard()), new IndexEvents(view));
            IndexReport report = new IndexReport();
            List<String> missing = new ArrayList<>();
            for (CollectionInfo collection : collections) {
                IndexPlan plan = IndexTranslation.of(collection, names.of(collection.namespace()), cosmos);
                plan.notes().forEach(report::note);
                if (dryRun) {
                    missing.addAll(missing(connection, creation, plan, report));
                } else {
                    create(connection, creation, plan, report);
                }
            }
            return IndexResult.of(missing, report);
        }
    }

    private static List<String> missing(
            MongoConnection connection, IndexCreation creation, IndexPlan plan, IndexReport report) {
        try {
            return creation.missing(plan, report).stream()
                    .map(index -> plan.target() + " " + text(index))
                    .toList();
        } catch (MongoException e) {
            throw connection
                    .errors()
                    .explainWrite(
                            "list the indexes of " + plan.target(),
                            plan.target().database(),
                            e);
        }
    }

    private static void create(MongoConnection connection, IndexCreation creation, IndexPlan plan, IndexReport report) {
        try {
            creation.create(plan, report);
            creation.enableExpiry(plan, report);
        } catch (MongoException e) {
            throw connection
                    .errors()
                    .explainWrite("index " + plan.target(), plan.target().database(), e);
        }
    }

    private static String text(IndexDefinition index) {
        return index.specification().toJson();
    }

    private static List<CollectionInfo> ofFile(Configuration configuration, SourceRequest request) {
        List<CollectionInfo> all = IndexFile.read(Path.of(configuration.get(IndexSettings.FILE)));
        if (request.namespaces().isEmpty()) {
            return all;
        }
        NamespaceSelection selection = new NamespaceSelection(request.namespaces());
        List<CollectionInfo> chosen = all.stream()
                .filter(collection -> selection.matches(collection.namespace()))
                .toList();
        if (chosen.isEmpty()) {
            throw MillraceException.usage(
                    String.join(", ", request.namespaces()) + " is not in the file",
                    "it holds "
                            + String.join(
                                    ", ",
                                    all.stream()
                                            .map(collection ->
                                                    collection.namespace().toString())
                                            .toList()));
        }
        return chosen;
    }

    private static String target(Configuration configuration) {
        String to = configuration
                .find(IndexSettings.TO)
                .or(() -> configuration.find(PostgresSettings.TO))
                .map(SecretReference::resolve)
                .orElseThrow(() -> MillraceException.usage(
                        "no target is given", "give --to mongodb://host/, or set MONGODB_ATLAS_CONNECTION_STRING"));
        if (!ClonePlan.isMongo(to)) {
            throw MillraceException.usage("--to has a form that is not known", "use mongodb:// or mongodb+srv://");
        }
        return to;
    }
}
