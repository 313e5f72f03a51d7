package dev.millrace.sink.mongo.verify;

import dev.millrace.bson.BsonOrder;

/**
 * Walks over one range of both sides by ascending `_id`, and hands over the `_id`s whose documents are not the same. Holds
 * a batch of each side, however large the range.
 */
final class RangeMerge {

    private final OrderedDocuments source;
    private final OrderedDocuments target;
    private final Inspection differing;

    RangeMerge(OrderedDocuments source, OrderedDocuments target, Inspection differing) {
        this.source = source;
        this.target = target;
        this.differing = differing;
    }

    /** False where a side turns out not to be in the order of `_id`, so that what was found is worth nothing. */
    boolean run() {
        boolean here = source.next();
        boolean there = target.next();
        while (here || there) {
            if (!source.isOrdered() || !target.isOrdered()) {
                return false;
            }
            int order = order(here, there);
            if (order < 0) {
                differing.candidate(source.id(), source.length());
                here = source.next();
            } else if (order > 0) {
                differing.candidate(target.id(), target.length());
                there = target.next();
            } else {
                if (!source.isSame(target)) {
                    differing.candidate(source.id(), source.length() + target.length());
                }
                here = source.next();
                there = target.next();
            }
        }
        return true;
    }

    private int order(boolean here, boolean there) {
        if (here && there) {
            return BsonOrder.ASCENDING.compare(source.id(), target.id());
        }
        return here ? -1 : 1;
    }
}
