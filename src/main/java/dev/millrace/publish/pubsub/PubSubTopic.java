package dev.millrace.publish.pubsub;

import dev.millrace.model.MillraceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A topic's full name. Source of the form: cloud.google.com/pubsub/docs/pubsub-basics, "Resource names". */
public record PubSubTopic(String project, String name) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._~+%-]{2,254}");
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9.:-]*");
    private static final Pattern URI = Pattern.compile("pubsub:(?://)?([^/]*)/([^/]*)");
    private static final Pattern PATH = Pattern.compile("projects/([^/]*)/topics/([^/]*)");

    public PubSubTopic {
        if (project.isEmpty()) {
            throw MillraceException.usage(
                    "the topic '" + name + "' belongs to no project",
                    "write pubsub://PROJECT/TOPIC, or set pubsub.project_id");
        }
        if (!PROJECT.matcher(project).matches()) {
            throw MillraceException.usage(
                    "'" + project + "' is not a project of Google Cloud", "use the project's ID, not its name");
        }
        checkName("topic", name);
    }

    /**
     * @param text         `pubsub://PROJECT/TOPIC`, `projects/PROJECT/topics/TOPIC`, or the topic's name alone
     * @param usualProject of a topic that names none; empty for none
     */
    public static PubSubTopic parse(String text, String usualProject) {
        for (Pattern full : new Pattern[] {URI, PATH}) {
            Matcher matcher = full.matcher(text);
            if (matcher.matches()) {
                String project = matcher.group(1).isEmpty() ? usualProject : matcher.group(1);
                return new PubSubTopic(project, matcher.group(2));
            }
        }
        return new PubSubTopic(usualProject, text);
    }

    /** Whether a URI is for Pub/Sub. */
    public static boolean isPubSub(String uri) {
        return uri.startsWith("pubsub:");
    }

    /** As Pub/Sub's API writes it. */
    public String path() {
        return "projects/" + project + "/topics/" + name;
    }

    /** The full name of a subscription in the topic's project. */
    String subscriptionPath(String subscription) {
        checkName("subscription", subscription);
        return "projects/" + project + "/subscriptions/" + subscription;
    }

    private static void checkName(String what, String name) {
        if (!NAME.matcher(name).matches() || name.startsWith("goog")) {
            throw MillraceException.usage(
                    "'" + name + "' cannot be the name of a " + what,
                    "use 3 to 255 letters, digits and . _ ~ + % -, a letter first, and not goog");
        }
    }

    @Override
    public String toString() {
        return "pubsub://" + project + "/" + name;
    }
}
