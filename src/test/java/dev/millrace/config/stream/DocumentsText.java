package dev.millrace.config.stream;

import java.io.StringReader;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads a section `documents` for tests, with `SALT` in the environment. */
public final class DocumentsText {

    private DocumentsText() {}

    public static DocumentsSection read(String yaml) {
        Problems problems = new Problems("streams.yaml");
        YamlNode top = new YamlNode(
                problems,
                new Variables(Map.of("SALT", "sea")::get),
                "",
                new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml)),
                1);
        DocumentsSection section = DocumentsSection.read(top.entries().get("documents"));
        problems.check();
        return section;
    }
}
