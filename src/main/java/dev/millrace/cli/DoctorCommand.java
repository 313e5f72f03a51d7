package dev.millrace.cli;

import dev.millrace.config.Configuration;
import dev.millrace.job.DoctorJob;
import dev.millrace.job.SourceRequest;
import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** `doctor`: looks at every end before a run does. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description =
                "Checks source, target and run store: reachability, version, privileges, size, clock, write access.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace doctor --from mongodb://db.example/ -n shop.orders --to gs://bucket/shop",
            "  millrace doctor --run-store redis://redis.example:6379"
        })
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    SourceOptions source;

    @Option(names = "--to", paramLabel = "URI")
    @Nullable
    String to;

    @Mixin
    GcsOptions gcs;

    @Mixin
    StoreOptions store;

    @Mixin
    OutputOptions output;

    @Inject
    DoctorJob job;

    @Override
    public Integer call() {
        Configuration configuration =
                SettingOptions.configuration(spec.commandLine().getParseResult());
        SourceRequest request = new SourceRequest(source.namespaces, new BsonDocument(), new BsonDocument(), 0, 0);
        List<Finding> findings = job.examine(configuration, request);
        PrintWriter out = spec.commandLine().getOut();
        int width = findings.stream().mapToInt(f -> f.subject().length()).max().orElse(0);
        findings.forEach(finding -> print(finding, width, out));
        out.flush();
        boolean bad = findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.BAD);
        return bad ? FailureKind.CONNECTION.exitCode() : 0;
    }

    private void print(Finding finding, int width, PrintWriter out) {
        if (output.json) {
            out.println(new BsonDocument("subject", new BsonString(finding.subject()))
                    .append("verdict", new BsonString(finding.verdict().name()))
                    .append("detail", new BsonString(finding.detail()))
                    .append("remedy", new BsonString(finding.remedy()))
                    .toJson());
            return;
        }
        String mark =
                switch (finding.verdict()) {
                    case GOOD -> "✔";
                    case DOUBTFUL -> "!";
                    case BAD -> "✘";
                };
        out.println(mark + " " + String.format("%-" + width + "s", finding.subject()) + "  " + finding.detail());
        if (!finding.remedy().isEmpty()) {
            out.println("  " + " ".repeat(width) + "  → " + finding.remedy());
        }
    }
}
