package dev.millrace.cli;

import dev.millrace.job.SetupJob;
import dev.millrace.job.SetupRequest;
import dev.millrace.job.SetupResult;
import dev.millrace.model.FailureKind;
import dev.millrace.publish.SetupStep;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** `setup`: creates the topics and subscriptions that streams need. */
@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Creates topics, subscriptions and the dead-letter topic in Google Cloud Pub/Sub, and shows the roles they need.",
            "What is there already stays as it is. Exit code 1 where something is there and not as it has to be."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace setup --to pubsub://my-project/orders --subscription orders-sub",
            "  millrace setup --config config.yaml --subscription '{topic}-sub' --dry-run",
            "  millrace setup --to pubsub://my-project/orders --dead-letter-topic rejected"
        })
public final class SetupCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    /** Its value is read from the parse result. */
    @Option(names = "--to", paramLabel = "URI")
    @Nullable
    String to;

    @Option(
            names = "--subscription",
            paramLabel = "NAME",
            description = "Subscription to each topic, with message ordering; {topic} stands for the topic's name.")
    @Nullable
    String subscription;

    @Option(
            names = "--dead-letter-topic",
            paramLabel = "NAME",
            description = {
                "Topic for events that cannot be published; without it the one that the configuration file names.",
                "It gets a subscription NAME-sub: what nobody is subscribed to would be lost."
            })
    @Nullable
    String deadLetterTopic;

    @Option(
            names = "--service-account",
            paramLabel = "EMAIL",
            description = "Account that millrace runs as, for the commands that grant it its roles.")
    @Nullable
    String serviceAccount;

    @Option(names = "--dry-run", description = "Only say what would be created.")
    boolean dryRun;

    @Mixin
    OutputOptions output;

    @Inject
    SetupJob job;

    @Override
    public Integer call() {
        SetupResult result = job.setUp(
                SettingOptions.configuration(spec.commandLine().getParseResult()),
                new SetupRequest(
                        Optional.ofNullable(subscription),
                        Optional.ofNullable(deadLetterTopic),
                        Optional.ofNullable(serviceAccount),
                        dryRun));
        PrintWriter out = spec.commandLine().getOut();
        if (output.json) {
            result.steps().forEach(step -> out.println(json(step)));
            result.grants().forEach(grant -> out.println(json(grant)));
        } else {
            result.steps().forEach(step -> out.println(text(step)));
            out.println("roles that are needed:");
            result.grants().forEach(grant -> out.println("  " + grant.command()));
        }
        out.flush();
        return result.isWell() ? 0 : FailureKind.FAILED.exitCode();
    }

    private static String text(SetupStep step) {
        String line = String.format("%-12s  %s ", step.kind(), step.path());
        return switch (step.outcome()) {
            case CREATED -> "✔ " + line + "was created";
            case PRESENT -> "✔ " + line + "is there";
            case MISSING -> "! " + line + "would be created";
            case DIFFERENT -> "✘ " + line + step.detail();
        };
    }

    private static String json(SetupStep step) {
        return new BsonDocument("kind", new BsonString(step.kind()))
                .append("path", new BsonString(step.path()))
                .append("outcome", new BsonString(step.outcome().name()))
                .append("detail", new BsonString(step.detail()))
                .toJson();
    }

    private static String json(SetupResult.Grant grant) {
        return new BsonDocument("grant", new BsonString(grant.role()))
                .append("kind", new BsonString(grant.kind()))
                .append("name", new BsonString(grant.name()))
                .append("member", new BsonString(grant.member()))
                .append("command", new BsonString(grant.command()))
                .toJson();
    }
}
