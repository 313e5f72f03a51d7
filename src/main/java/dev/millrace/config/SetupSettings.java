package dev.millrace.config;

import java.util.List;

/** Settings of `setup`. */
public final class SetupSettings {

    public static final Setting<String> TO = Setting.text(
                    "setup.to",
                    "Topic to create, pubsub://PROJECT/TOPIC; without it all topics that the configuration file names.")
            .option("--to");

    private SetupSettings() {}

    static List<Setting<?>> all() {
        return List.of(TO);
    }
}
