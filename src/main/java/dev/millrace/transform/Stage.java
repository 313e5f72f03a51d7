package dev.millrace.transform;

import dev.millrace.bson.edit.Edit;
import dev.millrace.bson.edit.QuickEdits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing after the other that is done to an event. Safe for use by many threads. */
interface Stage {

    void apply(Draft draft);

    /** Whether it is there to keep something from being known. */
    boolean hides();

    /** Edits in their order. */
    record Edits(List<Edit> edits, Roots roots, @Nullable QuickEdits quick) implements Stage {

        Edits(List<Edit> edits) {
            this(List.copyOf(edits), new Roots(edits), QuickEdits.of(edits));
        }

        @Override
        public void apply(Draft draft) {
            draft.edit(this);
        }

        @Override
        public boolean hides() {
            return edits.stream().anyMatch(Edit::hides);
        }
    }

    /** A transform of somebody's own, of which nobody knows what it is for. */
    record Own(NamedTransform transform) implements Stage {

        @Override
        public void apply(Draft draft) {
            draft.apply(transform);
        }

        @Override
        public boolean hides() {
            return true;
        }
    }
}
