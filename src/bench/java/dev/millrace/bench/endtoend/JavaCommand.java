package dev.millrace.bench.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that run a class of the benchmarks as a process of its own. */
final class JavaCommand {

    private JavaCommand() {}

    static List<String> of(Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx2g",
                "-Djava.util.logging.manager=" + System.getProperty("java.util.logging.manager", ""),
                "-Dlogging.configuration=" + System.getProperty("logging.configuration", ""),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }
}
