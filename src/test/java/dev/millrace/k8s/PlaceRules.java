package dev.millrace.k8s;

import dev.millrace.config.RunSettings;
import dev.millrace.config.Setting;
import dev.millrace.config.StreamSettings;
import dev.millrace.config.VerifySettings;
import dev.millrace.job.Connectors;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whatever a command writes to a directory has a volume there: the root file system cannot be written to. */
final class PlaceRules {

    private static final Map<String, List<Setting<String>>> WRITTEN = Map.of(
            "export", List.of(RunSettings.STORE),
            "migrate", List.of(RunSettings.STORE, RunSettings.REJECTS),
            "verify", List.of(RunSettings.STORE, VerifySettings.DIFFERENCES),
            "stream", List.of(RunSettings.STORE, StreamSettings.RESUME_STORE, StreamSettings.REJECTS));

    private PlaceRules() {}

    static List<String> problems(Workload workload) {
        List<String> problems = new ArrayList<>();
        if (!isWritable(workload, Path.of("/tmp"))) {
            problems.add(workload.name() + ": has no /tmp for the libraries of zstd and snappy");
        }
        for (Setting<String> setting : WRITTEN.getOrDefault(workload.command(), List.of())) {
            String place = workload.text(setting).orElse("");
            boolean directory = List.of("", "file").contains(Connectors.scheme(place));
            if (directory && !isWritable(workload, Connectors.path(place))) {
                problems.add(
                        workload.name() + ": " + setting.variable() + " is " + place + ", which cannot be written to");
            }
        }
        return problems;
    }

    private static boolean isWritable(Workload workload, Path path) {
        return workload.container().getVolumeMounts().stream()
                .filter(mount -> path.startsWith(mount.getMountPath()))
                .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                .anyMatch(mount -> workload.pod().getVolumes().stream().anyMatch(volume -> holds(volume, mount)));
    }

    private static boolean holds(Volume volume, VolumeMount mount) {
        return volume.getName().equals(mount.getName())
                && (volume.getEmptyDir() != null || volume.getPersistentVolumeClaim() != null);
    }
}
