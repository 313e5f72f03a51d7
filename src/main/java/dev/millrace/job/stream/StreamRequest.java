package dev.millrace.job.stream;

import java.util.List;

/**
 * What a call of `stream` says beside its settings.
 *
 * @param namespaces what to watch: `database.collection`, `database`, or `*` for the whole deployment; empty where
 *                   `config.yaml` says it
 * @param restart    whether saved places are forgotten first
 */
public record StreamRequest(List<String> namespaces, boolean restart) {

    public StreamRequest {
        namespaces = List.copyOf(namespaces);
    }
}
