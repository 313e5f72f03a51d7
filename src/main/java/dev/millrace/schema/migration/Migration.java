package dev.millrace.schema.migration;

import dev.millrace.bson.edit.Edit;
import dev.millrace.schema.registry.SchemaVersion;
import java.util.List;

/** How documents of one version become those of another: its steps in their order. */
public record Migration(SchemaVersion from, SchemaVersion to, List<Edit> steps) {

    public Migration {
        if (from.equals(to)) {
            throw new IllegalArgumentException("leads from " + from + " to itself");
        }
        steps = List.copyOf(steps);
    }
}
