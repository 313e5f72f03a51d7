package dev.millrace.state.redis;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what Redis, or the way to it, did not do, and what to do about it. */
final class RedisFailure {

    /** Error codes that pass: restart, failover, a script that runs too long, a full disk below the snapshot. */
    private static final List<String> PASSING =
            List.of("LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "MISCONF", "NOREPLICAS");

    private static final String CHECK_URL =
            "check the address of that Redis (--run-store, REDIS_URL): redis://USER:PASSWORD@HOST:PORT/DATABASE, rediss:// for TLS";

    private RedisFailure() {}

    /** @param reached whether Redis ever answered; what fails after that is likely to come back */
    static MillraceException of(Throwable cause, RedisAddress address, boolean reached) {
        String message = address.withoutSecrets(String.valueOf(cause.getMessage()));
        String at = "Redis at " + address + " ";
        // Error codes come first, but inside a script's own error from Redis 6 they stand behind a dash.
        String code = message.split("[ :]", 2)[0];
        if (code.equals("WRONGPASS") || code.equals("NOAUTH") || message.contains("AUTH")) {
            return failure(FailureKind.PERMISSION, at + "refused the user name or password", CHECK_URL, cause);
        }
        if (message.contains("NOPERM")) {
            String hint =
                    "let that user run scripts on millrace's keys: ACL SETUSER name ~millrace:* +@all -@dangerous +info";
            return failure(FailureKind.PERMISSION, at + "does not let this user do that: " + message, hint, cause);
        }
        if (message.contains("OOM command not allowed")) {
            String hint =
                    "raise maxmemory of that Redis, or delete what it need not keep, and run the same command again";
            return failure(FailureKind.FAILED, at + "is out of memory", hint, cause);
        }
        if (message.contains("READONLY")) {
            String hint = "during a failover: wait, then try again; else use the address of the primary";
            return failure(FailureKind.TRANSIENT, at + "is a read-only replica", hint, cause);
        }
        if (code.equals("MOVED") || code.equals("ASK")) {
            return failure(
                    FailureKind.USAGE, at + "is a part of a Redis Cluster", "add ?cluster=true to the URI", cause);
        }
        if (PASSING.contains(code) || PASSING.stream().anyMatch(word -> message.contains("-" + word + " "))) {
            return failure(FailureKind.TRANSIENT, at + "cannot answer now: " + message, "wait, then try again", cause);
        }
        if (code.equals("ERR")) {
            return failure(FailureKind.FAILED, at + "answered: " + message, CHECK_URL, cause);
        }
        return unreachable(cause, at, message, reached);
    }

    static MillraceException late(RedisAddress address, String waited, boolean reached) {
        return failure(
                reached ? FailureKind.TRANSIENT : FailureKind.CONNECTION,
                "Redis at " + address + " did not answer within " + waited,
                "check that it runs and that nothing between here and there drops connections",
                null);
    }

    private static MillraceException unreachable(Throwable cause, String at, String message, boolean reached) {
        if (reached) {
            return failure(FailureKind.TRANSIENT, at + "went away: " + message, "check that it runs", cause);
        }
        String hint = cause instanceof SSLException
                ? "check the certificate and the host name, or use redis:// where the server speaks no TLS"
                : "check that it runs there and is reachable from here; " + CHECK_URL;
        String problem = cause instanceof UnknownHostException ? "unknown host: " + message : message;
        return failure(FailureKind.CONNECTION, at + "cannot be reached: " + problem, hint, cause);
    }

    private static MillraceException failure(FailureKind kind, String problem, String hint, @Nullable Throwable cause) {
        return new MillraceException(kind, problem, hint, cause);
    }
}
