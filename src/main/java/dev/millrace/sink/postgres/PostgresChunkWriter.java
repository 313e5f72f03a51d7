package dev.millrace.sink.postgres;

import dev.millrace.model.Chunk;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.MillraceException;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.Rejection;
import dev.millrace.sink.postgres.copy.CopyEncoder;
import dev.millrace.sink.postgres.copy.EncodedBatch;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes one chunk in one transaction, its row in the ledger included; what cannot be written goes to its reject file. */
final class PostgresChunkWriter implements ChunkWriter {

    private final String run;
    private final Chunk chunk;
    private final Session session;
    private final CopyEncoder encoder;
    private final RejectFile rejects;
    private final Ledger ledger;
    private final PostgresFailure failure;
    private final RunLocks locks;
    private final BatchWrite write;
    private int[] places = new int[1024];
    private @Nullable DocumentBatch current;
    private long documents;
    private long sourceBytes;
    private long targetBytes;
    private long refused;
    private long refusedHash;

    /** @param session    with its transaction begun; given back when the writer is closed */
    PostgresChunkWriter(
            String run,
            Chunk chunk,
            Session session,
            RowTarget target,
            CopyEncoder encoder,
            RejectFile rejects,
            Ledger ledger,
            RunLocks locks,
            PostgresFailure failure) {
        this.run = run;
        this.chunk = chunk;
        this.session = session;
        this.encoder = encoder;
        this.rejects = rejects;
        this.ledger = ledger;
        this.locks = locks;
        this.failure = failure;
        write = new BatchWrite(session, target, this::refused);
    }

    @Override
    public void write(DocumentBatch batch) {
        encode(batch);
        documents += batch.size();
        sourceBytes += batch.byteCount();
        EncodedBatch encoded = encoder.batch();
        if (encoded.documents() > 0) {
            targetBytes += encoded.byteCount();
            current = batch;
            try {
                write.write(encoded);
            } catch (SQLException e) {
                endWhoeverIsInTheWay(e);
                throw failure.of("write " + chunk, e);
            }
            current = null;
        }
        encoded.clear();
    }

    private void encode(DocumentBatch batch) {
        if (places.length < batch.size()) {
            places = new int[batch.size()];
        }
        for (int i = 0; i < batch.size(); i++) {
            String reason = encoder.encode(batch.bytes(), batch.offset(i), batch.length(i));
            if (reason == null) {
                places[encoder.batch().documents() - 1] = i;
            } else {
                rejects.reject(Rejection.of(batch, i, reason));
            }
        }
    }

    private void refused(int document, String reason) {
        EncodedBatch encoded = encoder.batch();
        DocumentBatch batch = current;
        if (batch == null) {
            throw new IllegalStateException("no batch is being written");
        }
        for (int table = 0; table < encoded.tables(); table++) {
            targetBytes -= encoded.end(table, document) - encoded.start(table, document);
        }
        refused++;
        refusedHash += encoded.hash(document);
        rejects.reject(Rejection.of(batch, places[document], "PostgreSQL refused it: " + reason));
    }

    @Override
    public WriteReceipt commit() {
        rejects.commit();
        WriteReceipt receipt = new WriteReceipt(
                documents - rejects.count(),
                rejects.count(),
                sourceBytes,
                targetBytes,
                ChunkDetail.of(encoder.hash() - refusedHash, refused, encoder.counts()));
        try {
            ledger.add(session.connection(), run, chunk, receipt);
            session.commit();
            return receipt;
        } catch (SQLException e) {
            return earlier(e);
        }
    }

    /** Another attempt may have committed the chunk since the ledger was asked: then that one counts. */
    private WriteReceipt earlier(SQLException e) {
        endWhoeverIsInTheWay(e);
        MillraceException reason = failure.of("commit " + chunk, e);
        if (!SqlStates.UNIQUE_VIOLATION.equals(PostgresFailure.state(e))) {
            throw reason;
        }
        session.rollback();
        Optional<WriteReceipt> committed = ledger.find(run, chunk);
        return committed.orElseThrow(() -> reason);
    }

    /** It may be an earlier writer of this chunk whose rows, or whose row in the ledger, were waited for: the next attempt succeeds. */
    private void endWhoeverIsInTheWay(SQLException e) {
        if (SqlStates.LOCK_TIMEOUT.equals(PostgresFailure.state(e))) {
            locks.end(chunk);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            rejects.close();
        }
    }
}
