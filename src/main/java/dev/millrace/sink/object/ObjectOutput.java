package dev.millrace.sink.object;

import java.io.OutputStream;

/** An object's writer as a stream for encoders, which may close it as they like: only the sink commits or gives up. */
final class ObjectOutput extends OutputStream {

    private final ObjectWriter writer;
    private boolean detached;

    ObjectOutput(ObjectWriter writer) {
        this.writer = writer;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        if (!detached) {
            writer.write(source, offset, length);
        }
    }

    /** Lets what is written from now on go nowhere: encoders that are given up still flush. */
    void detach() {
        detached = true;
    }

    @Override
    public void close() {}
}
