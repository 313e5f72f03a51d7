package dev.millrace.cli;

import dev.millrace.job.ExportJob;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `export`: collections to objects. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Writes collections as Parquet, JSON Lines or BSON to Google Cloud Storage or a directory.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace export --from mongodb://db.example/ -n shop.orders --to gs://bucket/shop",
            "  millrace export --from env:MONGO_URI -n 'shop.*' --to file:out --format jsonl --compression zstd",
            "  millrace export --from dump:backup/ -n shop.orders --to file:out --dry-run",
            "  millrace export --from 'generated:orders?count=1000000' --to null:",
            "",
            "Started again with the same arguments it resumes: only chunks in flight are repeated."
        })
public final class ExportCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    SourceOptions source;

    @Mixin
    ExportOptions target;

    @Mixin
    GcsOptions gcs;

    @Mixin
    RunOptions run;

    @Mixin
    StoreOptions store;

    @Mixin
    OutputOptions output;

    @Inject
    ExportJob job;

    @Override
    public Integer call() throws InterruptedException {
        return new BulkCall(spec, source, run, output).carryOut(job);
    }
}
