package dev.millrace.sink.object.gcs;

import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.time.Duration;

/** Connects Google's client library, over HTTP. */
final class GcsClient {

    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration READ = Duration.ofSeconds(60);

    private GcsClient() {}

    static Storage connect(GcsOptions options) {
        HttpStorageOptions.Builder builder = StorageOptions.http()
                .setCredentials(credentials(options))
                .setHeaderProvider(FixedHeaderProvider.create("user-agent", "millrace"))
                .setRetrySettings(options.retry().toSettings())
                // Each request that we send may be sent twice: generations guard those that change something.
                .setStorageRetryStrategy(StorageRetryStrategy.getUniformStorageRetryStrategy())
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout((int) CONNECT.toMillis())
                        .setReadTimeout((int) READ.toMillis())
                        .build());
        if (options.project() != null) {
            builder.setProjectId(options.project());
        }
        if (options.emulatorHost() != null) {
            builder.setHost(url(options.emulatorHost()));
        }
        return builder.build().getService();
    }

    private static Credentials credentials(GcsOptions options) {
        if (options.emulatorHost() != null) {
            return NoCredentials.getInstance();
        }
        try {
            return GoogleCredentials.getApplicationDefault();
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.PERMISSION,
                    "there are no credentials for Google Cloud: " + String.valueOf(e.getMessage()),
                    "set GOOGLE_APPLICATION_CREDENTIALS to a key file, run `gcloud auth application-default login`, "
                            + "or use a workload identity",
                    e);
        }
    }

    private static String url(String host) {
        return host.contains("://") ? host : "http://" + host;
    }
}
