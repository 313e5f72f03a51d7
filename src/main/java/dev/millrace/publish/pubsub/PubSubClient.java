package dev.millrace.publish.pubsub;

import com.google.api.gax.batching.BatchingSettings;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.pubsub.v1.stub.GrpcPublisherStub;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.PublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStubSettings;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The connection to Pub/Sub that all publishers of a process share. Google's high-level publisher is not used: with
 * ordering keys it sends a failed request again for ever. Safe for use by many threads.
 */
public final class PubSubClient implements AutoCloseable {

    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/pubsub");

    /** Pings find out that a connection is dead while requests wait for their answers. */
    private static final Duration PING = Duration.ofSeconds(30);

    private static final Duration PONG = Duration.ofSeconds(10);

    private final PubSubAddress address;
    private final ManagedChannel channel;
    private final TransportChannelProvider transport;
    private final CredentialsProvider credentials;
    private final PublisherStub publisher;

    private PubSubClient(PubSubAddress address, CredentialsProvider credentials) {
        this.address = address;
        this.credentials = credentials;
        this.channel = channel(address);
        this.transport = FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
        this.publisher = openPublisher();
    }

    /** Makes the client; the connection comes to be with the first request. */
    public static PubSubClient connect(PubSubAddress address) {
        return new PubSubClient(
                address,
                address.emulatorHost() == null
                        ? FixedCredentialsProvider.create(credentials())
                        : NoCredentialsProvider.create());
    }

    /** Messages to one topic. Close it before this client. */
    public PubSubPublisher publisher(PubSubTopic topic, PublishSettings settings) {
        return new PubSubPublisher(topic, this, settings);
    }

    PubSubAddress address() {
        return address;
    }

    PublisherStub publisher() {
        return publisher;
    }

    /** For setting things up; the caller closes it. */
    SubscriberStub subscriber() {
        try {
            return GrpcSubscriberStub.create(SubscriberStubSettings.newBuilder()
                    .setTransportChannelProvider(transport)
                    .setCredentialsProvider(credentials)
                    .build());
        } catch (IOException e) {
            throw unconnected(e);
        }
    }

    /** Connects with the next request: gRPC by itself would wait for up to two minutes after many failures. */
    void reconnectAtOnce() {
        channel.resetConnectBackoff();
    }

    private PublisherStub openPublisher() {
        PublisherStubSettings.Builder settings = PublisherStubSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(credentials);
        settings.publishSettings()
                .setBatchingSettings(
                        BatchingSettings.newBuilder().setIsEnabled(false).build());
        try {
            return GrpcPublisherStub.create(settings.build());
        } catch (IOException e) {
            throw unconnected(e);
        }
    }

    private static ManagedChannel channel(PubSubAddress address) {
        ManagedChannelBuilder<?> builder;
        if (address.emulatorHost() != null) {
            builder = ManagedChannelBuilder.forTarget(address.emulatorHost()).usePlaintext();
        } else {
            String endpoint = address.endpoint();
            builder = ManagedChannelBuilder.forTarget(
                    endpoint == null ? PublisherStubSettings.getDefaultEndpoint() : endpoint);
        }
        return builder.userAgent("millrace")
                .keepAliveTime(PING.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(PONG.toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }

    private static GoogleCredentials credentials() {
        try {
            return GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.PERMISSION,
                    "there are no credentials for Google Cloud: " + e.getMessage(),
                    "set GOOGLE_APPLICATION_CREDENTIALS to a key file, run `gcloud auth application-default login`, "
                            + "or use a workload identity",
                    e);
        }
    }

    private MillraceException unconnected(IOException e) {
        return new MillraceException(
                FailureKind.CONNECTION,
                "cannot connect to " + address + ": " + e.getMessage(),
                "check the network, the endpoint and PUBSUB_EMULATOR_HOST",
                e);
    }

    /** Ends the connection; takes no longer than seconds. */
    @Override
    public void close() {
        publisher.shutdown();
        channel.shutdown();
        try {
            if (!channel.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                channel.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            channel.shutdownNow();
        }
    }
}
