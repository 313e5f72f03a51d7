package dev.millrace.job;

import dev.millrace.publish.SetupStep;
import java.util.List;

/** What `setup` found and did, and what somebody else has to do. */
public record SetupResult(List<SetupStep> steps, List<Grant> grants) {

    public SetupResult {
        steps = List.copyOf(steps);
        grants = List.copyOf(grants);
    }

    /**
     * A role that somebody needs; `setup` itself gives none.
     *
     * @param kind    of resource: `topic` or `subscription`
     * @param project of the resource
     * @param name    of the resource
     * @param member  who needs it
     */
    public record Grant(String role, String kind, String project, String name, String member) {

        /** What gives it. */
        public String command() {
            return "gcloud pubsub " + kind + "s add-iam-policy-binding " + name + " --project=" + project + " --member="
                    + member + " --role=" + role;
        }
    }

    /** Whether all is there, or can be. */
    public boolean isWell() {
        return steps.stream().noneMatch(step -> step.outcome() == SetupStep.Outcome.DIFFERENT);
    }
}
