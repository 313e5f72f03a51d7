package dev.millrace.config.stream;

import dev.millrace.bson.edit.FieldPath;
import dev.millrace.bson.edit.FieldTemplate;
import dev.millrace.schema.migration.Conversion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One transform as it is configured. */
public sealed interface TransformSetting {

    record Remove(List<FieldPath> fields) implements TransformSetting {

        public Remove {
            fields = List.copyOf(fields);
        }
    }

    /** @param id whether `_id` stays too */
    record KeepOnly(List<FieldPath> fields, boolean id) implements TransformSetting {

        public KeepOnly {
            fields = List.copyOf(fields);
        }
    }

    record Rename(FieldPath from, FieldPath to) implements TransformSetting {}

    record Cast(FieldPath field, Conversion type, OnFailure onFailure) implements TransformSetting {

        /** What becomes of a value that has no equal in the type. */
        public enum OnFailure {
            /** The event is rejected. */
            FAIL,
            NULL,
            KEEP
        }
    }

    /**
     * @param keepLast how many characters at the end may be seen
     * @param with     what stands for each of the others
     * @param fixed    what stands for any value instead
     */
    record Mask(List<FieldPath> fields, int keepLast, String with, Optional<String> fixed) implements TransformSetting {

        public Mask {
            fields = List.copyOf(fields);
        }
    }

    record Hash(List<FieldPath> fields, Salt salt) implements TransformSetting {

        public Hash {
            fields = List.copyOf(fields);
        }
    }

    record Tokenize(List<FieldPath> fields, Salt salt) implements TransformSetting {

        public Tokenize {
            fields = List.copyOf(fields);
        }
    }

    /** @param names whether the names of the fields get the prefix, not their values */
    record Prefix(List<FieldPath> fields, FieldTemplate prefix, boolean names) implements TransformSetting {

        public Prefix {
            fields = List.copyOf(fields);
        }
    }

    /** @param values what stands in it, by field */
    record Metadata(FieldPath field, Map<String, MetadataWord> values) implements TransformSetting {

        public Metadata {
            values = Map.copyOf(values);
        }
    }

    /** A transform of one's own, by its name. */
    record Custom(String name) implements TransformSetting {}
}
