package dev.millrace.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What an output is connected to, and how wide it is. */
record Terminal(boolean interactive, int columns) {

    private static final int USUAL_COLUMNS = 80;

    static Terminal ofStandardError() {
        return of(2);
    }

    static Terminal ofStandardOutput() {
        return of(1);
    }

    private static Terminal of(int descriptor) {
        boolean interactive = isTerminal(descriptor);
        return new Terminal(interactive, interactive ? width() : USUAL_COLUMNS);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }

    /** Asks stty, which every Unix has; a terminal that will not say is taken to have 80 columns. */
    private static int width() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean answered = stty.waitFor(1, TimeUnit.SECONDS) && answer.matches("\\d+ \\d+");
            int columns = answered ? Integer.parseInt(answer.split(" ")[1]) : 0;
            return columns > 0 ? columns : USUAL_COLUMNS;
        } catch (IOException e) {
            return USUAL_COLUMNS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_COLUMNS;
        }
    }
}
