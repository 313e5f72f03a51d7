package dev.millrace.publish.pubsub;

import dev.millrace.contract.PublisherContract;
import dev.millrace.doubles.pubsub.PubSubDouble;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PubSubPublisherContractTest extends PublisherContract {

    private static final PubSubTopic TOPIC = new PubSubTopic("project", "orders");

    private final PubSubDouble service = PubSubDouble.start().withTopic(TOPIC.path());
    private final PubSubClient client = PubSubClient.connect(PubSubAddress.emulator(service.host()));

    @AfterEach
    void close() {
        client.close();
        service.close();
    }

    @Override
    protected Publisher publisher() {
        return client.publisher(TOPIC, PublishSettings.usual());
    }

    @Override
    protected List<Message> stored() {
        return service.stored(TOPIC.path()).stream().map(Messages::received).toList();
    }
}
