package dev.millrace.sink.object.gcs;

import dev.millrace.model.MillraceException;
import java.util.regex.Pattern;

/**
 * Where in Cloud Storage.
 *
 * @param bucket as the naming rules allow it (cloud.google.com/storage/docs/buckets#naming)
 * @param prefix of every object's name; empty, or with a slash at the end
 */
public record GcsLocation(String bucket, String prefix) {

    private static final String SCHEME = "gs://";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

    public GcsLocation {
        if (!BUCKET.matcher(bucket).matches()) {
            throw MillraceException.usage(
                    "'" + bucket + "' is not a bucket's name", "write gs://bucket/prefix, the bucket in lower case");
        }
        if (!prefix.isEmpty() && (!prefix.endsWith("/") || prefix.startsWith("/"))) {
            throw new IllegalArgumentException("'" + prefix + "' is not a prefix");
        }
    }

    /** Reads `gs://bucket` or `gs://bucket/prefix`; nothing in it is percent-encoded. */
    public static GcsLocation parse(String uri) {
        if (!uri.startsWith(SCHEME)) {
            throw MillraceException.usage("'" + uri + "' is not in Cloud Storage", "write gs://bucket/prefix");
        }
        String path = uri.substring(SCHEME.length());
        int slash = path.indexOf('/');
        if (slash < 0) {
            return new GcsLocation(path, "");
        }
        String prefix = path.substring(slash + 1).replaceFirst("^/+", "").replaceFirst("/+$", "");
        return new GcsLocation(path.substring(0, slash), prefix.isEmpty() ? "" : prefix + "/");
    }

    String nameOf(String object) {
        return prefix + object;
    }

    String uriOf(String object) {
        return this + object;
    }

    /** `gs://bucket/prefix/`, with a slash at the end. */
    @Override
    public String toString() {
        return SCHEME + bucket + "/" + prefix;
    }
}
