package dev.millrace.job;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names this process in the stores: host and process number. */
public final class WorkerName {

    private WorkerName() {}

    public static String ofThisProcess() {
        return host() + "/" + ProcessHandle.current().pid();
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
