package dev.millrace.k8s;

import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** `k8s/secret-template.yaml`: the Secret that every pod is given its secrets by. */
final class SecretTemplate {

    private static final Path FILE = Kustomize.ROOT.resolve("secret-template.yaml");

    private SecretTemplate() {}

    static Secret secret() {
        try {
            return Manifest.parse(Files.readString(FILE))
                    .all(Secret.class)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name() {
        return secret().getMetadata().getName();
    }

    /** Names of the variables that it brings. */
    static Set<String> keys() {
        return secret().getStringData().keySet();
    }
}
