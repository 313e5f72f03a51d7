package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.VerifySettings;
import dev.millrace.model.MillraceException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/**
 * A validated comparison: everything that was asked for, nothing opened yet.
 *
 * @param bulk     what it has in common with every other bulk run
 * @param complete whether every document is read
 */
record VerifyPlan(BulkPlan bulk, VerifyTarget target, boolean complete) {

    static VerifyPlan of(Configuration configuration, BulkRequest request, DocumentChoice choice) {
        String to = configuration
                .find(VerifySettings.TO)
                .or(() -> configuration.find(PostgresSettings.TO))
                .map(SecretReference::resolve)
                .orElseThrow(() -> MillraceException.usage(
                        "no target is given",
                        "give --to postgresql://user@host/database or --to mongodb://host/, or set POSTGRES_URL or"
                                + " MONGODB_ATLAS_CONNECTION_STRING"));
        VerifyTarget target = VerifyTarget.of(to);
        if (RunSettings.processes(configuration) > 1) {
            throw MillraceException.usage(
                    "a comparison is made by one process", "leave out --processes; its workers use all cores too");
        }
        SourceRequest source = request.source();
        SourceRequest chosen = new SourceRequest(
                source.namespaces(),
                choice.filter(source.filter()),
                source.projection(),
                source.limit(),
                choice.sample());
        BsonDocument output = new BsonDocument("sample", new BsonInt32(choice.sample()));
        output.putAll(target.settings(configuration, request));
        BulkPlan bulk = BulkPlan.of(
                "verify",
                configuration,
                new BulkRequest(chosen, request.restart()),
                to,
                target.resources(configuration),
                output);
        boolean complete = choice.isAll() && source.filter().isEmpty() && source.limit() == 0;
        return new VerifyPlan(bulk, target, complete);
    }
}
