package dev.millrace.doubles.mongo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client's connection: reads a request, lets the faults have it, answers. Runs on its own virtual thread. */
final class ClientConnection implements Runnable {
    private final Socket socket;
    private final ClientState state;
    private final CommandTable commands;
    private final Cursors cursors;
    private final Faults faults;
    private final Recording recording;
    private final CountDownLatch serverClosing;

    ClientConnection(
            Socket socket,
            ClientState state,
            CommandTable commands,
            Cursors cursors,
            Faults faults,
            Recording recording,
            CountDownLatch serverClosing) {
        this.socket = socket;
        this.state = state;
        this.commands = commands;
        this.cursors = cursors;
        this.faults = faults;
        this.recording = recording;
        this.serverClosing = serverClosing;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            boolean open = true;
            while (open) {
                @Nullable Request request = Wire.read(in);
                open = request != null && serve(request, socket.getOutputStream());
            }
        } catch (IOException clientGone) {
            recording.connectionFailed(clientGone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** False where the connection is to be closed. */
    private boolean serve(Request request, OutputStream out) throws IOException, InterruptedException {
        Call call =
                new Call(request.body().getFirstKey(), request.database(), request.body(), request.sequences(), state);
        RecordedCommand recorded = new RecordedCommand(
                call.name(),
                call.database(),
                call.body(),
                call.sequences().values().stream().mapToInt(List::size).sum(),
                state.connectionId);
        @Nullable FaultAction fault = faults.next(recorded);
        recording.add(recorded);
        if (request.compression() != null) {
            recording.compressedBy(request.compression());
        }
        if (fault instanceof FaultAction.CloseBeforeRunning) {
            return false;
        }
        Reply reply = before(fault, call);
        if (fault instanceof FaultAction.CloseBeforeReply) {
            return false;
        }
        if (!request.expectsReply()) {
            return true;
        }
        byte[] bytes = Wire.encode(request, reply, commands.tail());
        boolean cut = fault instanceof FaultAction.CloseInReply;
        out.write(bytes, 0, cut ? bytes.length / 2 : bytes.length);
        out.flush();
        return !cut;
    }

    private Reply before(@Nullable FaultAction fault, Call call) throws InterruptedException {
        switch (fault) {
            case FaultAction.Answer answer -> {
                return new Reply.Fields(answer.failure().toReply());
            }
            case FaultAction.Delay delay -> serverClosing.await(delay.time().toMillis(), TimeUnit.MILLISECONDS);
            case FaultAction.Freeze freeze -> freeze.released().await();
            case FaultAction.KillCursors kill -> cursors.killAll();
            case null -> {}
            case FaultAction.CloseBeforeRunning close -> {}
            case FaultAction.CloseBeforeReply close -> {}
            case FaultAction.CloseInReply close -> {}
        }
        return commands.run(call);
    }
}
