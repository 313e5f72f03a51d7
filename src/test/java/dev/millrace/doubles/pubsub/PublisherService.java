package dev.millrace.doubles.pubsub;

import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.Topic;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Topics, and publishing to them. */
final class PublisherService extends PublisherGrpc.PublisherImplBase {

    private final PubSubDouble service;
    private final AtomicLong ids = new AtomicLong();

    PublisherService(PubSubDouble service) {
        this.service = service;
    }

    @Override
    public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
        switch (service.next(request)) {
            case null -> store(request, answer);
            case Fault.None() -> store(request, answer);
            case Fault.Answer(Status.Code code) ->
                answer.onError(
                        code.toStatus().withDescription("as the test wants it").asRuntimeException());
            case Fault.LostAnswer(Status.Code code) -> {
                service.store(request);
                answer.onError(
                        code.toStatus().withDescription("as the test wants it").asRuntimeException());
            }
            case Fault.Slow(var time) -> {
                LockSupport.parkNanos(time.toNanos());
                store(request, answer);
            }
            case Fault.Hang() -> {}
        }
    }

    private void store(PublishRequest request, StreamObserver<PublishResponse> answer) {
        Status status = service.store(request);
        if (!status.isOk()) {
            answer.onError(status.asRuntimeException());
            return;
        }
        PublishResponse.Builder response = PublishResponse.newBuilder();
        request.getMessagesList().forEach(message -> response.addMessageIds("" + ids.incrementAndGet()));
        answer.onNext(response.build());
        answer.onCompleted();
    }

    @Override
    public void getTopic(GetTopicRequest request, StreamObserver<Topic> answer) {
        if (service.withheld.contains("pubsub.topics.get")) {
            answer.onError(Status.PERMISSION_DENIED
                    .withDescription("User not authorized to perform this action.")
                    .asRuntimeException());
        } else if (!service.topics.containsKey(request.getTopic())) {
            answer.onError(Status.NOT_FOUND
                    .withDescription("Resource not found (resource=" + request.getTopic() + ").")
                    .asRuntimeException());
        } else {
            answer.onNext(Topic.newBuilder().setName(request.getTopic()).build());
            answer.onCompleted();
        }
    }

    @Override
    public void createTopic(Topic topic, StreamObserver<Topic> answer) {
        if (service.withheld.contains("pubsub.topics.create")) {
            answer.onError(Status.PERMISSION_DENIED
                    .withDescription("User not authorized to perform this action.")
                    .asRuntimeException());
        } else if (service.topics.containsKey(topic.getName())) {
            answer.onError(Status.ALREADY_EXISTS
                    .withDescription("Resource already exists in the project (resource=" + topic.getName() + ").")
                    .asRuntimeException());
        } else {
            service.withTopic(topic.getName());
            answer.onNext(topic);
            answer.onCompleted();
        }
    }
}
