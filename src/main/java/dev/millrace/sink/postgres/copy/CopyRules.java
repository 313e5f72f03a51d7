package dev.millrace.sink.postgres.copy;

import dev.millrace.bson.JsonMode;
import dev.millrace.bson.NulPolicy;
import dev.millrace.sink.postgres.table.ObjectIdForm;

/**
 * How documents become rows where there is a choice.
 *
 * @param nul       what becomes of NUL characters, which PostgreSQL cannot store
 * @param json      how columns of jsonb are written; `_rest` is always canonical
 * @param keepNulls whether `_rest` names fields that are null, to tell them from missing ones
 */
public record CopyRules(NulPolicy nul, JsonMode json, boolean keepNulls, ObjectIdForm objectIds) {

    public CopyRules {
        if (nul == NulPolicy.KEEP) {
            throw new IllegalArgumentException("PostgreSQL cannot keep NUL characters");
        }
    }

    /** What is done where nothing is asked for: NUL is rejected, jsonb is relaxed, null is as missing. */
    public static CopyRules standard() {
        return new CopyRules(NulPolicy.REJECT, JsonMode.RELAXED, false, ObjectIdForm.TEXT);
    }
}
