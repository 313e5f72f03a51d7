package dev.millrace.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Objects of Kubernetes that are applied together. */
record Manifest(List<HasMetadata> objects) {

    Manifest {
        objects = List.copyOf(objects);
    }

    static Manifest parse(String yaml) {
        return new Manifest(documents(yaml).stream().map(KubernetesModel::read).toList());
    }

    /** The documents of a file as they are; a key that stands there twice is an error. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> documents(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<Map<String, Object>> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(options))
                .loadAll(yaml)
                .forEach(document -> documents.add((Map<String, Object>) document));
        return documents;
    }

    <T extends HasMetadata> Stream<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast);
    }

    <T extends HasMetadata> boolean has(Class<T> kind, String name) {
        return all(kind).anyMatch(object -> object.getMetadata().getName().equals(name));
    }

    static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }
}
