package dev.millrace.doubles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Google's Cloud SDK, with its emulators, where it is installed. */
public final class CloudSdk {

    private CloudSdk() {}

    /** Looks where CLOUDSDK_ROOT and `gcloud` say, and where Debian has it. */
    public static Optional<Path> file(String path) {
        List<Path> roots = new ArrayList<>();
        Map<String, String> environment = System.getenv();
        Optional.ofNullable(environment.get("CLOUDSDK_ROOT")).map(Path::of).ifPresent(roots::add);
        for (String directory : environment.getOrDefault("PATH", "").split(":")) {
            Path gcloud = Path.of(directory, "gcloud");
            if (Files.isExecutable(gcloud)) {
                rootOf(gcloud).ifPresent(roots::add);
            }
        }
        roots.add(Path.of("/usr/lib/google-cloud-sdk"));
        return roots.stream()
                .map(root -> root.resolve(path))
                .filter(Files::exists)
                .findFirst();
    }

    private static Optional<Path> rootOf(Path gcloud) {
        try {
            return Optional.ofNullable(gcloud.toRealPath().getParent()).map(Path::getParent);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
