package dev.millrace.pipeline;

import dev.millrace.model.Change;
import dev.millrace.model.ChangeEvent;
import dev.millrace.publish.EventEncoder;
import dev.millrace.publish.Message;
import dev.millrace.transform.Transform;
import java.util.List;

/** From an event to its message: transforms in their order, then the encoder. For use by one thread at a time. */
public final class ChangeStep {

    private final List<Transform> transforms;
    private final EventEncoder encoder;

    public ChangeStep(List<Transform> transforms, EventEncoder encoder) {
        this.transforms = List.copyOf(transforms);
        this.encoder = encoder;
    }

    /** Kind DATA where the event cannot be published. */
    Message message(ChangeEvent event) {
        Change change = Change.of(event);
        for (Transform transform : transforms) {
            change = transform.apply(change);
        }
        return encoder.encode(change);
    }
}
