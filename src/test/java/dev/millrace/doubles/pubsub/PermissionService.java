package dev.millrace.doubles.pubsub;

import com.google.iam.v1.IAMPolicyGrpc;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import io.grpc.stub.StreamObserver;

/** Tells what is allowed: all that a test does not withhold. */
final class PermissionService extends IAMPolicyGrpc.IAMPolicyImplBase {

    private final PubSubDouble service;

    PermissionService(PubSubDouble service) {
        this.service = service;
    }

    @Override
    public void testIamPermissions(
            TestIamPermissionsRequest request, StreamObserver<TestIamPermissionsResponse> answer) {
        TestIamPermissionsResponse.Builder response = TestIamPermissionsResponse.newBuilder();
        request.getPermissionsList().stream()
                .filter(permission -> !service.withheld.contains(permission))
                .forEach(response::addPermissions);
        answer.onNext(response.build());
        answer.onCompleted();
    }
}
