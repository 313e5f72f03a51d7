package dev.millrace.sink.object.file;

import java.nio.file.Path;

/** Names of files that are being written: hidden, beside their target, telling their run. */
final class TempName {

    private static final String END = ".tmp";

    private TempName() {}

    /** `.part-00000.parquet.RUN.0.tmp`; the attempt's number keeps two writers of one name apart. */
    static Path of(Path target, String runId, int attempt) {
        return target.resolveSibling("." + target.getFileName() + "." + runId + "." + attempt + END);
    }

    static boolean isTemp(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(END);
    }

    static boolean isOf(String runId, Path file) {
        String name = file.getFileName().toString();
        int attempt = name.length() > END.length() ? name.lastIndexOf('.', name.length() - END.length() - 1) : -1;
        return isTemp(file) && attempt > 0 && name.substring(0, attempt).endsWith("." + runId);
    }
}
