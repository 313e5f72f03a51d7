package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.Subscription;
import dev.millrace.doubles.pubsub.PubSubDouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `setup` as a process, against a Pub/Sub that PUBSUB_EMULATOR_HOST names. */
class SetupIT {

    private final PubSubDouble service = PubSubDouble.start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void createsWhatTheConfigurationFileNeedsAndNothingTwice() throws IOException {
        Files.writeString(directory.resolve("config.yaml"), """
                mongodb:
                  connections:
                    main:
                      uri: mongodb://127.0.0.1:1/
                      database: shop
                      sources:
                        orders: {collection: orders, topic: orders-changes}
                        users: {collection: users, topic: users-changes}
                pubsub:
                  project_id: my-project
                  publisher: {dead_letter_topic: rejected}
                """);
        String[] setup = {"setup", "--subscription", "{topic}-reader", "--service-account", "m@example.com"};

        Millrace.Result first = millrace().run(setup);
        Millrace.Result second = millrace().run(setup);

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out())
                .contains(
                        "✔ topic         projects/my-project/topics/orders-changes was created",
                        "✔ subscription  projects/my-project/subscriptions/users-changes-reader was created",
                        "✔ subscription  projects/my-project/subscriptions/rejected-sub was created",
                        "gcloud pubsub topics add-iam-policy-binding orders-changes --project=my-project"
                                + " --member=serviceAccount:m@example.com --role=roles/pubsub.publisher");
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).contains("orders-changes is there").doesNotContain("created");
        assertThat(service.topics()).hasSize(3);
        assertThat(service.subscriptions()).hasSize(3);
    }

    @Test
    void onlySaysInADryRunWhatItWouldDo() {
        Millrace.Result result = millrace().run("setup", "--to", "pubsub://my-project/orders", "--dry-run", "--json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines().map(BsonDocument::parse))
                .anySatisfy(
                        step -> assertThat(step)
                                .isEqualTo(
                                        BsonDocument.parse(
                                                "{kind: 'topic', path: 'projects/my-project/topics/orders', outcome: 'MISSING', detail: ''}")))
                .anySatisfy(
                        grant -> assertThat(grant).containsEntry("grant", new BsonString("roles/pubsub.publisher")));
        assertThat(service.topics()).isEmpty();
    }

    @Test
    void saysThatNoTopicIsNamed() {
        Millrace.Result result = millrace().run("setup");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("no topic is named", "--to pubsub://PROJECT/TOPIC");
    }

    @Test
    void reportsASubscriptionThatCannotBeMadeToKeepOrder() {
        String path = "projects/my-project/subscriptions/reader";
        service.withTopic("projects/my-project/topics/orders")
                .subscriptions()
                .put(
                        path,
                        Subscription.newBuilder()
                                .setName(path)
                                .setTopic("projects/my-project/topics/orders")
                                .build());

        Millrace.Result result =
                millrace().run("setup", "--to", "pubsub://my-project/orders", "--subscription", "reader");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("✘ subscription  " + path + " keeps no order");
    }

    @Test
    void saysThatThereAreNoCredentials() {
        Millrace.Result result = Millrace.in(directory)
                .withVariable(
                        "GOOGLE_APPLICATION_CREDENTIALS",
                        directory.resolve("missing.json").toString())
                .run("setup", "--to", "pubsub://my-project/orders");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(3);
        assertThat(result.err()).contains("there are no credentials for Google Cloud", "gcloud auth");
    }

    private Millrace millrace() {
        return Millrace.in(directory).withVariable("PUBSUB_EMULATOR_HOST", service.host());
    }
}
