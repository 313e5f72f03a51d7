package dev.millrace.k8s;

import dev.millrace.config.StreamSettings;
import dev.millrace.config.stream.StreamConfig;
import dev.millrace.config.stream.StreamFiles;
import dev.millrace.model.MillraceException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The `config.yaml` that a stream is given is where it looks for it, and can be read with the variables that it is given. */
final class StreamRules {

    private static final String FILE = "MILLRACE_CONFIG";

    private StreamRules() {}

    static List<String> problems(Workload workload) {
        List<String> problems = new ArrayList<>();
        if (!workload.command().equals("stream")) {
            return problems;
        }
        String path = workload.environment().getOrDefault(FILE, "");
        Optional<String> yaml = mounted(workload, path);
        if (yaml.isEmpty()) {
            problems.add(workload.name() + ": there is no file " + path);
            return problems;
        }
        try {
            StreamConfig config = StreamFiles.parse(yaml.get(), variables(workload));
            boolean everywhere = workload.text(StreamSettings.TO).isPresent();
            config.sources().stream()
                    .filter(source -> source.topic().isEmpty() && !everywhere)
                    .forEach(source -> problems.add(workload.name() + ": no target for " + source.name()));
        } catch (MillraceException e) {
            problems.add(workload.name() + ": " + e.problem());
        }
        return problems;
    }

    private static Map<String, String> variables(Workload workload) {
        Map<String, String> all = new HashMap<>(workload.environment());
        SecretTemplate.keys().forEach(key -> all.put(key, "mongodb://db.example/"));
        return all;
    }

    private static Optional<String> mounted(Workload workload, String path) {
        for (VolumeMount mount : workload.container().getVolumeMounts()) {
            for (Volume volume : workload.pod().getVolumes()) {
                if (volume.getName().equals(mount.getName())
                        && volume.getConfigMap() != null
                        && path.startsWith(mount.getMountPath() + "/")) {
                    String file = path.substring(mount.getMountPath().length() + 1);
                    return workload.manifest()
                            .all(ConfigMap.class)
                            .filter(map -> map.getMetadata()
                                    .getName()
                                    .equals(volume.getConfigMap().getName()))
                            .map(map -> map.getData().get(file))
                            .filter(text -> text != null)
                            .findFirst();
                }
            }
        }
        return Optional.empty();
    }
}
