package dev.millrace.config.stream;

import java.util.List;

/** What `config.yaml` says about streams. */
public record StreamConfig(
        List<StreamSource> sources, PubSubSection pubSub, DocumentsSection documents, SamplingSection sampling) {

    public StreamConfig {
        sources = List.copyOf(sources);
    }

    /** What holds where there is no file. */
    public static StreamConfig empty() {
        return new StreamConfig(List.of(), PubSubSection.usual(), DocumentsSection.NONE, SamplingSection.none());
    }
}
