package dev.millrace.source.dump;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file name in a dump, taken apart.
 *
 * @param stem what the files of one collection have in common: the collection's name, percent-encoded
 * @param data whether it holds documents; else metadata
 */
record DumpFileName(String stem, boolean data) {

    /** Where mongodump cuts a name and adds a hash; the metadata then has the whole name. */
    private static final int CUT_LENGTH = 238;

    private static final String METADATA = ".metadata.json";
    private static final String DATA = ".bson";

    /** Null for a file that is no part of a collection. */
    static @Nullable DumpFileName parse(String fileName) {
        String plain = fileName.endsWith(".gz") ? fileName.substring(0, fileName.length() - 3) : fileName;
        String suffix = plain.endsWith(METADATA) ? METADATA : DATA;
        // Users and roles, which `mongodump --dumpDbUsersAndRoles` puts beside the collections.
        if (!plain.endsWith(suffix) || plain.length() == suffix.length() || plain.startsWith("$admin.system.")) {
            return null;
        }
        return new DumpFileName(plain.substring(0, plain.length() - suffix.length()), suffix.equals(DATA));
    }

    static boolean isCut(String stem) {
        return stem.length() == CUT_LENGTH;
    }

    /** Undoes Go's `url.PathEscape`; what is no valid escape stands for itself. */
    static String decode(String stem) {
        byte[] bytes = stem.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream name = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2])) {
                name.write(HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]));
                i += 2;
            } else {
                name.write(bytes[i]);
            }
        }
        return name.toString(StandardCharsets.UTF_8);
    }

    private static boolean isHex(byte character) {
        return HexFormat.isHexDigit(character);
    }
}
