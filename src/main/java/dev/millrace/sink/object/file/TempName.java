package dev.millrace.sink.object.file;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names of files that are being written: hidden, beside their target, telling their run. */
final class TempName {

    private static final String END = ".tmp";

    private TempName() {}

    /** `.part-00000.parquet.RUN.9f3a61c7.tmp`; never the same twice, which keeps two writers of one object apart. */
    static Path of(Path target, String runId) {
        int nonce = ThreadLocalRandom.current().nextInt();
        return target.resolveSibling(
                "." + target.getFileName() + "." + runId + "." + HexFormat.of().toHexDigits(nonce) + END);
    }

    static boolean isTemp(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(END);
    }

    static boolean isOf(String runId, Path file) {
        String name = file.getFileName().toString();
        int nonce = name.length() > END.length() ? name.lastIndexOf('.', name.length() - END.length() - 1) : -1;
        return isTemp(file) && nonce > 0 && name.substring(0, nonce).endsWith("." + runId);
    }
}
