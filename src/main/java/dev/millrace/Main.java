package dev.millrace;

import dev.millrace.cli.HelpRequest;
import dev.millrace.cli.MillraceApplication;
import dev.millrace.cli.NativeHeap;
import dev.millrace.cli.NativePollers;
import dev.millrace.cli.Startup;
import dev.millrace.cli.StartupFailure;
import dev.millrace.config.BuildInfo;
import dev.millrace.model.MillraceException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/** Starts the command line and returns its exit code. */
@QuarkusMain
public final class Main {

    private Main() {}

    public static void main(String... args) {
        List<String> words = List.of(args);
        if (words.equals(List.of("--version")) || words.equals(List.of("-V"))) {
            System.out.println(BuildInfo.line());
            return;
        }
        if (HelpRequest.answered(words)) {
            return;
        }
        NativePollers.choose();
        try {
            Startup.configure(words);
            if (NativeHeap.canFollow()) {
                Startup.maxMemory(words).ifPresent(NativeHeap::follow);
            }
        } catch (MillraceException e) {
            System.exit(StartupFailure.report(e, words));
        }
        Quarkus.run(MillraceApplication.class, args);
    }
}
