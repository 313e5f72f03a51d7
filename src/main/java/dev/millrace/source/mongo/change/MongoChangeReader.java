package dev.millrace.source.mongo.change;

import com.mongodb.MongoException;
import com.mongodb.client.MongoChangeStreamCursor;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.mongo.MongoErrors;
import dev.millrace.source.ChangeReader;
import java.util.Optional;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads one change stream. The driver goes on by itself after a lost connection, cursor or primary, as long as its first
 * try succeeds; what it cannot mend is thrown, and the reader is to be opened again. An event that is too large for one
 * reply is read alone and with less in it, so that the stream neither loses it nor stops at it.
 */
final class MongoChangeReader implements ChangeReader {

    private static final Logger LOG = Logger.getLogger(MongoChangeReader.class);

    /** After so many events read one by one, the large one that was met before must have gone. */
    private static final int MOST_ALONE = 1000;

    private final Watch watch;
    private final Watched watched;
    private final boolean hasBefore;
    private final ChangeFailures failures;
    private final MongoErrors errors;
    private final EventTelling telling = new EventTelling();
    private Fragments fragments = new Fragments();
    private final StreamStart beginning;
    private StreamStart place;
    private @Nullable ResumePoint position;
    private Form form = Form.USUAL;
    private int readAlone;
    private @Nullable String tooLarge;
    private boolean ended;
    private boolean needsCursor;
    private volatile MongoChangeStreamCursor<RawBsonDocument> cursor;
    private volatile boolean closed;

    MongoChangeReader(
            Watch watch,
            Watched watched,
            boolean hasBefore,
            ChangeFailures failures,
            MongoErrors errors,
            StreamStart start) {
        this.watch = watch;
        this.watched = watched;
        this.hasBefore = hasBefore;
        this.failures = failures;
        this.errors = errors;
        this.beginning = watch.fixed(start);
        this.place = beginning;
        this.position = start instanceof StreamStart.After after ? after.point() : null;
        this.cursor = opened();
        if (position == null) {
            this.position = token();
        }
    }

    private @Nullable ResumePoint token() {
        try {
            return watch.token(beginning).orElse(null);
        } catch (MongoException e) {
            closeCursor();
            throw failures.ofOpening(beginning, e);
        }
    }

    private MongoChangeStreamCursor<RawBsonDocument> opened() {
        try {
            MongoChangeStreamCursor<RawBsonDocument> opened = watch.open(place, form);
            errors.reached();
            return opened;
        } catch (MongoException e) {
            if (ChangeFailures.isTooLarge(e) && form != Form.WITHOUT_DOCUMENTS) {
                shrink(e);
                return opened();
            }
            throw failures.ofOpening(place, e);
        }
    }

    @Override
    public Optional<ChangeEvent> next() {
        if (ended) {
            throw new MillraceException(
                    FailureKind.TRANSIENT,
                    "the change stream of " + watched + " has ended with an invalidate event",
                    "the stream is to be opened again behind it");
        }
        while (!closed) {
            try {
                if (needsCursor) {
                    reopen();
                }
                RawBsonDocument raw = cursor.tryNext();
                errors.reached();
                if (raw == null) {
                    return idle();
                }
                RawBsonDocument whole = fragments.add(raw);
                if (whole != null) {
                    ChangeEvent event = telling.of(whole);
                    if (isWanted(event)) {
                        return Optional.of(given(event));
                    }
                }
            } catch (MongoException | BSONException e) {
                recover(e);
            } catch (IllegalStateException e) {
                if (!closed) {
                    throw failures.ofReading(e);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ChangeEvent> idle() {
        BsonDocument token = cursor.getResumeToken();
        if (token != null && !fragments.isWaiting()) {
            moveTo(new ResumePoint(token));
        }
        if (form != Form.USUAL) {
            // Everything up to now was read, so the large event must have shrunk or been filtered out.
            goOnIn(Form.USUAL);
        }
        return Optional.empty();
    }

    private void moveTo(ResumePoint point) {
        position = point;
        place = new StreamStart.After(point);
    }

    /** False for an event that came without its documents although it is not the one that was too large. */
    private boolean isWanted(ChangeEvent event) {
        String expected = tooLarge;
        if (!form.isReduced()
                || expected == null
                || expected.equals(event.header().point().text())) {
            return true;
        }
        goOnIn(Form.USUAL);
        return false;
    }

    private ChangeEvent given(ChangeEvent event) {
        moveTo(event.header().point());
        if (event instanceof ChangeEvent.Invalidate) {
            ended = true;
        } else if (form.isReduced() || (form == Form.ALONE && ++readAlone == MOST_ALONE)) {
            goOnIn(Form.USUAL);
        }
        return event;
    }

    private void recover(RuntimeException failure) {
        if (closed) {
            return;
        }
        if (!ChangeFailures.isTooLarge(failure) || form == Form.WITHOUT_DOCUMENTS) {
            throw failures.ofReading(failure);
        }
        shrink(failure);
        goOnIn(form);
    }

    private void shrink(RuntimeException failure) {
        tooLarge = ChangeFailures.tokenOfTooLarge(failure).orElse(null);
        form = form.smaller(hasBefore);
        readAlone = 0;
        if (form.isReduced()) {
            LOG.infof("%s: an event is larger than what the server can send; it is read %s", watched, form);
        }
    }

    /** With the next event: what opening it meets must not stand in the way of an event that is there already. */
    private void goOnIn(Form next) {
        form = next;
        needsCursor = true;
    }

    private void reopen() {
        fragments = new Fragments();
        closeCursor();
        cursor = opened();
        needsCursor = false;
        if (closed) {
            closeCursor();
        }
    }

    @Override
    public Optional<ResumePoint> position() {
        return Optional.ofNullable(position);
    }

    @Override
    public StreamStart beginning() {
        return beginning;
    }

    @Override
    public void close() {
        closed = true;
        closeCursor();
    }

    private void closeCursor() {
        try {
            cursor.close();
        } catch (MongoException e) {
            // The server forgets a cursor by itself when nobody asks it for ten minutes.
            LOG.debugf("%s: cursor not closed: %s", watched, e.getClass().getSimpleName());
        }
    }
}
