package dev.millrace.job.stream;

import dev.millrace.config.ConfigFile;
import dev.millrace.config.Configuration;
import dev.millrace.model.MillraceException;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.SavedPoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Looks into the resume store, for streams that may be running in another process. */
@ApplicationScoped
public class StreamStatusJob {

    /** @param saved empty for a stream of which nothing is saved */
    public record Place(String stream, Optional<SavedPoint> saved) {}

    /**
     * How far streams have come.
     *
     * @param namespaces as `stream` takes them; empty for --name, else for those of `config.yaml`
     */
    public List<Place> places(Configuration configuration, List<String> namespaces) {
        List<String> names = StreamPlan.names(configuration, namespaces);
        if (names.isEmpty()) {
            throw MillraceException.usage(
                    "there is no stream to look for",
                    "give -n database.collection or --name, or name sources in " + ConfigFile.path());
        }
        try (ResumeStore store = ResumeStores.of(configuration).open()) {
            return names.stream().map(name -> new Place(name, store.look(name))).toList();
        }
    }
}
