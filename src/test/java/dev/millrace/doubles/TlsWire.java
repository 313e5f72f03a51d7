package dev.millrace.doubles;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A way by TLS, as `localhost`, to a local port that knows nothing of it. */
public final class TlsWire implements AutoCloseable {

    private final SSLServerSocket server;
    private final int target;
    private final AtomicInteger connections = new AtomicInteger();

    private TlsWire(SSLServerSocket server, int target) {
        this.server = server;
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    /** @param protocols that are agreed upon by ALPN, such as `h2`; without any, none is offered */
    public static TlsWire to(int port, ServerCertificate certificate, String... protocols) {
        try {
            SSLServerSocket server = (SSLServerSocket) certificate
                    .context()
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            SSLParameters parameters = server.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            server.setSSLParameters(parameters);
            return new TlsWire(server, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it begins. */
    public int port() {
        return server.getLocalPort();
    }

    /** How many have shaken hands, and so trusted the certificate. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                SSLSocket client = (SSLSocket) server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SSLSocket client) {
        try (client;
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.startHandshake();
            connections.incrementAndGet();
            Thread answers = Thread.ofVirtual().start(() -> pass(plain, client));
            pass(client, plain);
            answers.join();
        } catch (IOException refused) {
            // The client did not trust it, or is gone: its own test says whether that is right.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until either end is at its end; then both are closed. */
    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException gone) {
            // As above.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
