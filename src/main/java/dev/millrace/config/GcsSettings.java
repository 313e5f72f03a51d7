package dev.millrace.config;

import dev.millrace.model.MillraceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of Google Cloud Storage. */
public final class GcsSettings {

    public static final Setting<String> PROJECT = Setting.text(
                    "gcs.project", "Project that is billed, where the credentials name none.")
            .option("--project")
            .alias("GCP_PROJECT_ID");
    public static final Setting<String> BUCKET = Setting.text(
                    "gcs.bucket", "Bucket to write to where no --to is given.")
            .alias("GCS_BUCKET");
    public static final Setting<String> PREFIX = Setting.text(
                    "gcs.prefix", "Prefix of object names where no --to is given.")
            .alias("GCS_PREFIX");
    public static final Setting<String> KMS_KEY = Setting.text(
                    "gcs.kms-key",
                    "Cloud KMS key that encrypts the objects: projects/P/locations/L/keyRings/R/cryptoKeys/K.")
            .option("--kms-key");
    public static final Setting<String> STORAGE_CLASS = Setting.text(
                    "gcs.storage-class", "Storage class of the objects: STANDARD, NEARLINE, COLDLINE, ARCHIVE.")
            .option("--storage-class");
    public static final Setting<Map<String, String>> METADATA = Setting.of(
                    "gcs.metadata", GcsSettings::pairs, "Custom metadata of each object: key=value,key=value.")
            .option("--metadata");
    public static final Setting<MemorySize> UPLOAD_CHUNK = Setting.size(
                    "gcs.upload-chunk",
                    "Bytes sent at once in a resumable upload; held in memory, a multiple of 256 KB.")
            .option("--upload-chunk")
            .byDefault("8MB");

    private GcsSettings() {}

    static List<Setting<?>> all() {
        return List.of(PROJECT, BUCKET, PREFIX, KMS_KEY, STORAGE_CLASS, METADATA, UPLOAD_CHUNK);
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw MillraceException.usage("'" + pair + "' is not key=value", "write key=value,key=value");
            }
            pairs.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return pairs;
    }
}
