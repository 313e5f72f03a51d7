package dev.millrace.cli;

import dev.millrace.job.MigrateJob;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `migrate`: collections to tables, or to collections of another MongoDB. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Moves collections into PostgreSQL tables by COPY, or into another MongoDB with their indexes and"
                + " options, each document exactly once.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace migrate --from mongodb://db.example/ -n shop.orders --to postgresql://loader@pg.example/shop",
            "  millrace migrate --from env:MONGO_URI -n 'shop.*' --to env:POSTGRES_URL --nested tables --dry-run",
            "  millrace migrate --from dump:backup/ -n shop.orders --to env:POSTGRES_URL --if-exists merge",
            "  millrace migrate --from env:COSMOS_DB_CONNECTION_STRING -n 'shop.*' --to env:MONGODB_ATLAS_CONNECTION_STRING",
            "  millrace migrate --from mongodb://db.example/ -n shop.orders --to mongodb://new.example/ --to-namespace s.o",
            "",
            "PostgreSQL's password may also come from PGPASSWORD or ~/.pgpass.",
            "Started again with the same arguments it resumes: PostgreSQL itself knows which chunks it has, and of a MongoDB",
            "it is asked which documents are there."
        })
public final class MigrateCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    SourceOptions source;

    @Mixin
    MigrateOptions target;

    @Mixin
    RunOptions run;

    @Mixin
    StoreOptions store;

    @Mixin
    OutputOptions output;

    @Inject
    MigrateJob job;

    @Override
    public Integer call() throws InterruptedException {
        return new BulkCall(spec, source, run, output).carryOut(job);
    }
}
