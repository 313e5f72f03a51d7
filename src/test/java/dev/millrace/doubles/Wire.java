package dev.millrace.doubles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import org.netcrusher.core.reactor.NioReactor;
import org.netcrusher.tcp.TcpCrusher;
import org.netcrusher.tcp.TcpCrusherBuilder;

/** A way to a local port that can stand still: connections stay, and nothing passes. */
public final class Wire implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final NioReactor reactor;
    private final TcpCrusher crusher;
    private final int port;

    private Wire(int target) {
        try {
            reactor = new NioReactor();
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        crusher = TcpCrusherBuilder.builder()
                .withReactor(reactor)
                .withBindAddress(HOST, port)
                .withConnectAddress(HOST, target)
                .buildAndOpen();
    }

    public static Wire to(int port) {
        return new Wire(port);
    }

    /** Where it begins. */
    public int port() {
        return port;
    }

    public void freeze() {
        crusher.freeze();
    }

    public void thaw() {
        crusher.unfreeze();
    }

    @Override
    public void close() {
        try (reactor) {
            crusher.close();
        }
    }
}
