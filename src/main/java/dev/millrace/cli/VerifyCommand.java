package dev.millrace.cli;

import dev.millrace.job.DocumentChoice;
import dev.millrace.job.VerifyJob;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `verify`: collections against the tables or collections that they were migrated to. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description =
                "Compares collections with what `migrate` made of them: tables of a PostgreSQL, collections of a MongoDB.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace verify --from mongodb://db.example/ -n shop.orders --to postgresql://reader@pg.example/shop",
            "  millrace verify --from env:MONGO_URI -n shop.orders --to env:POSTGRES_URL --sample 1000",
            "  millrace verify --from env:MONGO_URI -n shop.orders --to env:POSTGRES_URL"
                    + " --id 6553f1006d696c6c00000000 --show-values",
            "  millrace verify --from env:COSMOS_URI -n shop --to env:ATLAS_URI",
            "  millrace verify --from env:COSMOS_URI -n shop.orders --to env:ATLAS_URI --recheck 3 --repair",
            "",
            "Exit code 5 says that something differs. Nothing is written without --repair. Interrupted, it resumes; finished, it compares anew."
        })
public final class VerifyCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    SourceOptions source;

    @Mixin
    VerifyOptions target;

    @Mixin
    RunOptions run;

    @Mixin
    StoreOptions store;

    @Mixin
    OutputOptions output;

    @Inject
    VerifyJob job;

    @Override
    public Integer call() throws InterruptedException {
        DocumentChoice choice = new DocumentChoice(target.ids, target.sample);
        return new BulkCall(spec, source.request(), run, output).carryOut(job.comparing(choice), SummaryWords.COMPARED);
    }
}
