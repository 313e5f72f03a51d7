package dev.millrace.doubles.pubsub;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.atomic.AtomicReference;

/** Sees how requests are compressed. */
final class EncodingWatch implements ServerInterceptor {

    private static final Metadata.Key<String> ENCODING =
            Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER);

    private final AtomicReference<String> seen;

    EncodingWatch(AtomicReference<String> seen) {
        this.seen = seen;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String encoding = headers.get(ENCODING);
        seen.set(encoding == null || encoding.equals("identity") ? "" : encoding);
        return next.startCall(call, headers);
    }
}
