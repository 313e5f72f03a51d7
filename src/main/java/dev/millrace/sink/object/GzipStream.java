package dev.millrace.sink.object;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** One gzip member (RFC 1952) at a chosen level, without name and time. */
final class GzipStream extends GZIPOutputStream {

    private static final int BUFFER_BYTES = 64 * 1024;

    GzipStream(OutputStream out, int level) throws IOException {
        super(out, BUFFER_BYTES);
        def.setLevel(level);
    }
}
