package dev.millrace.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Version, commit and kind of this build. */
public final class BuildInfo {

    private BuildInfo() {}

    /** `0.1.0`. */
    public static String version() {
        return properties().getProperty("version");
    }

    /** `millrace 0.1.0 (commit 1a2b3c4, native)`. */
    public static String line() {
        Properties properties = properties();
        String kind = isNative() ? "native" : "Java " + Runtime.version().feature();
        return "millrace " + properties.getProperty("version") + " (commit " + properties.getProperty("commit") + ", "
                + kind + ")";
    }

    /** Whether this is a native program that runs, not a Java virtual machine. */
    public static boolean isNative() {
        return "runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"));
    }

    private static Properties properties() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("/millrace-build.properties")) {
            properties.load(Objects.requireNonNull(in, "millrace-build.properties is part of every build"));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
