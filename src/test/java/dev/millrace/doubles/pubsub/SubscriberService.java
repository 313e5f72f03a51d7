package dev.millrace.doubles.pubsub;

import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.SubscriberGrpc;
import com.google.pubsub.v1.Subscription;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** Subscriptions; nobody receives anything here. */
final class SubscriberService extends SubscriberGrpc.SubscriberImplBase {

    private final PubSubDouble service;

    SubscriberService(PubSubDouble service) {
        this.service = service;
    }

    @Override
    public void getSubscription(GetSubscriptionRequest request, StreamObserver<Subscription> answer) {
        Subscription there = service.subscriptions.get(request.getSubscription());
        if (there == null) {
            answer.onError(Status.NOT_FOUND
                    .withDescription("Resource not found (resource=" + request.getSubscription() + ").")
                    .asRuntimeException());
        } else {
            answer.onNext(there);
            answer.onCompleted();
        }
    }

    @Override
    public void createSubscription(Subscription subscription, StreamObserver<Subscription> answer) {
        if (service.subscriptions.putIfAbsent(subscription.getName(), subscription) != null) {
            answer.onError(Status.ALREADY_EXISTS
                    .withDescription("Resource already exists in the project.")
                    .asRuntimeException());
        } else {
            answer.onNext(subscription);
            answer.onCompleted();
        }
    }
}
