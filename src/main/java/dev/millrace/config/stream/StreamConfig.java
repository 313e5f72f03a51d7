package dev.millrace.config.stream;

import java.util.List;

/** What `config.yaml` says about streams. */
public record StreamConfig(List<StreamSource> sources, SamplingSection sampling) {

    public StreamConfig {
        sources = List.copyOf(sources);
    }
}
