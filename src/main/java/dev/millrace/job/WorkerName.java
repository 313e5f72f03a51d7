package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Names this process in the stores: host and process number. No two processes may have the same name at once. In a container
 * every process is number 1, and pods of an Indexed Job that replace each other have the same host name: they need `run.host`.
 */
public final class WorkerName {

    private WorkerName() {}

    public static String of(Configuration configuration) {
        return configuration.find(RunSettings.HOST).orElseGet(WorkerName::host) + "/"
                + ProcessHandle.current().pid();
    }

    private static String host() {
        String named = System.getenv("HOSTNAME");
        if (named != null && !named.isBlank()) {
            return named;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
