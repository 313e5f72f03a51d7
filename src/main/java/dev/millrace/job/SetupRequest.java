package dev.millrace.job;

import java.util.Optional;

/**
 * What `setup` is asked for beside its settings.
 *
 * @param subscription    to each topic, `{topic}` standing for the topic's name; empty for none
 * @param deadLetterTopic in place of the one that the configuration file names
 * @param serviceAccount  that millrace runs as, for the grants; empty where it is not known
 * @param dryRun          only look
 */
public record SetupRequest(
        Optional<String> subscription,
        Optional<String> deadLetterTopic,
        Optional<String> serviceAccount,
        boolean dryRun) {}
