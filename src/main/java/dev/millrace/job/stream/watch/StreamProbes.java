package dev.millrace.job.stream.watch;

import dev.millrace.job.stream.RunningStream;
import dev.millrace.job.stream.RunningStreams;
import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.Publisher;
import dev.millrace.state.ResumeStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at all that the streams of this process depend on, at everything at once. Safe for use by many threads. */
@ApplicationScoped
public class StreamProbes {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration FRESH = Duration.ofSeconds(5);

    @Inject
    RunningStreams running;

    private List<RunningStream> streams = List.of();
    private Map<String, Probe> sources = Map.of();
    private Map<String, Probe> publishers = Map.of();
    private Map<String, Probe> stores = Map.of();

    /** MongoDB, by the streams' names. */
    List<Probe.Answer> sources() {
        askAll();
        return answers(sources);
    }

    /** Where messages go, by the targets' names. */
    List<Probe.Answer> publishers() {
        askAll();
        return answers(publishers);
    }

    /** Where places are kept. */
    List<Probe.Answer> stores() {
        askAll();
        return answers(stores);
    }

    private static List<Probe.Answer> answers(Map<String, Probe> probes) {
        return probes.values().stream().map(Probe::answer).toList();
    }

    private synchronized void askAll() {
        List<RunningStream> now = running.all();
        if (!now.equals(streams)) {
            streams = now;
            sources = new LinkedHashMap<>();
            publishers = new LinkedHashMap<>();
            stores = new LinkedHashMap<>();
            now.forEach(this::add);
            running.store().filter(store -> !now.isEmpty()).ifPresent(store -> add(store, now.getFirst()));
        }
        sources.values().forEach(Probe::ask);
        publishers.values().forEach(Probe::ask);
        stores.values().forEach(Probe::ask);
    }

    private void add(RunningStream stream) {
        sources.put(stream.name(), probe(stream.name(), () -> {
            Duration ahead = stream.source().clockAhead();
            return stream.source().description() + ", its clock differs by "
                    + ahead.abs().toMillis() + " ms";
        }));
        Publisher publisher = stream.publisher();
        publishers.computeIfAbsent(publisher.description(), name -> probe(name, () -> seen(publisher)));
    }

    private void add(ResumeStore store, RunningStream any) {
        stores.put(store.description(), probe(store.description(), () -> {
            boolean saved = store.look(any.name()).isPresent();
            return saved ? "answers" : "answers, nothing is saved yet";
        }));
    }

    private static Probe probe(String name, Probe.Look look) {
        return new Probe(name, look, TIMEOUT, FRESH);
    }

    private static String seen(Publisher publisher) {
        List<Finding> findings = publisher.check();
        for (Finding finding : findings) {
            if (finding.verdict() == Finding.Verdict.BAD) {
                throw new MillraceException(FailureKind.CONNECTION, finding.detail(), finding.remedy());
            }
        }
        return findings.isEmpty() ? "answers" : findings.getFirst().detail();
    }
}
