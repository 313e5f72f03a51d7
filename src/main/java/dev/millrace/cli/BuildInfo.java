package dev.millrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Version, commit and kind of this build. */
public final class BuildInfo implements IVersionProvider {

    /** `millrace 0.1.0 (commit 1a2b3c4, native)`. */
    public static String line() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("/millrace-build.properties")) {
            properties.load(Objects.requireNonNull(in, "millrace-build.properties is part of every build"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String kind = System.getProperty("org.graalvm.nativeimage.imagecode") == null
                ? "Java " + Runtime.version().feature()
                : "native";
        return "millrace " + properties.getProperty("version") + " (commit " + properties.getProperty("commit") + ", "
                + kind + ")";
    }

    @Override
    public String[] getVersion() {
        return new String[] {line()};
    }
}
