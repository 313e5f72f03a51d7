package dev.millrace.cli;

import dev.millrace.job.SeedJob;
import dev.millrace.job.SourceRequest;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import org.bson.BsonDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `seed`: made-up documents into a MongoDB. */
@Command(
        name = "seed",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Fills a MongoDB collection with made-up documents, the same ones for the same arguments.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace seed users --to mongodb://db.example/ -n app.users --count 1M",
            "  millrace seed service-orders --to env:MONGO_URI -n shop.orders --count 61M --workers 12 --batch-size 2000",
            "  millrace seed types --to mongodb://db.example/ -n test.types --drop",
            "",
            "Started again with the same arguments it resumes; documents that are there already are compared."
        })
public final class SeedCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    SeedOptions seed;

    @Mixin
    RunOptions run;

    @Mixin
    StoreOptions store;

    @Mixin
    OutputOptions output;

    @Inject
    SeedJob job;

    @Override
    public Integer call() throws InterruptedException {
        SourceRequest source = new SourceRequest(seed.namespaces, new BsonDocument(), new BsonDocument(), 0, 0);
        return new BulkCall(spec, source, run, output).carryOut(job.of(seed.dataset));
    }
}
