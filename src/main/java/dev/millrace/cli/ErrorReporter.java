package dev.millrace.cli;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns every failure into a sentence on standard error, a remedy, and an exit code. */
final class ErrorReporter implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final Pattern SECRET = Pattern.compile("(://|=).*|[^\\s=]*@.*", Pattern.DOTALL);

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        boolean debug = flag(parsed, "--debug");
        return report(known(e), flag(parsed, "--json"), debug, commandLine.getErr());
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine commandLine = e.getCommandLine();
        MillraceException failure = MillraceException.usage(problem(e), hint(e, commandLine));
        return report(failure, List.of(args).contains("--json"), false, commandLine.getErr());
    }

    /** What looks like an address or a value is left out: a URI that stands in the wrong place may hold a password. */
    private static String problem(ParameterException e) {
        String text = e instanceof UnmatchedArgumentException unmatched
                ? "it is not known what to do with " + String.join(" ", unmatched.getUnmatched())
                : String.valueOf(e.getMessage());
        return SECRET.matcher(text).replaceAll("$1…");
    }

    private static String hint(ParameterException e, CommandLine commandLine) {
        List<String> similar =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String help = "`" + commandLine.getCommandSpec().qualifiedName() + " --help` shows what there is";
        return similar.isEmpty() ? help : "perhaps " + String.join(" or ", similar) + " is meant; " + help;
    }

    /** Prints a failure that happened outside any command. */
    static int report(MillraceException failure, boolean json, boolean debug, PrintWriter err) {
        if (json) {
            err.println(new BsonDocument("event", new BsonString("Error"))
                    .append("kind", new BsonString(failure.kind().name()))
                    .append("problem", new BsonString(failure.problem()))
                    .append("hint", new BsonString(failure.hint()))
                    .append("exitCode", new BsonInt32(failure.kind().exitCode()))
                    .toJson());
        } else {
            err.println("error: " + failure.problem());
            if (!failure.hint().isEmpty()) {
                err.println(" hint: " + failure.hint());
            }
        }
        if (debug) {
            trace(failure, err);
        }
        err.flush();
        return failure.kind().exitCode();
    }

    /** Frames and class names only: a driver's message may quote a value out of a document. */
    private static void trace(Throwable failure, PrintWriter err) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            err.println((e == failure ? "" : "caused by ") + e.getClass().getName());
            for (StackTraceElement frame : e.getStackTrace()) {
                err.println("    at " + frame);
            }
        }
    }

    private static MillraceException known(Exception e) {
        return switch (e) {
            case MillraceException known -> known;
            case InterruptedException interrupted -> {
                Thread.currentThread().interrupt();
                yield MillraceException.interrupted("the command");
            }
            default ->
                new MillraceException(
                        FailureKind.FAILED,
                        "unexpected " + e.getClass().getSimpleName(),
                        "this is a defect of millrace; run again with --debug and report what it shows",
                        e);
        };
    }

    private static boolean flag(ParseResult parsed, String option) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.hasMatchedOption(option);
    }
}
