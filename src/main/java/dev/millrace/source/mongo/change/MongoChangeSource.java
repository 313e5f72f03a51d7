package dev.millrace.source.mongo.change;

import dev.millrace.model.Finding;
import dev.millrace.model.StreamStart;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.source.ChangeReader;
import dev.millrace.source.ChangeSource;
import java.time.Duration;
import java.util.List;

/** The changes of a collection, a database or a whole deployment, with the privileges `changeStream` and `find`. */
public final class MongoChangeSource implements ChangeSource {

    private final MongoConnection connection;
    private final Watched watched;
    private final ChangeOptions options;
    private final Watch watch;
    private final Runnable whenClosed;

    /** @param connection closed together with the source */
    public MongoChangeSource(MongoConnection connection, Watched watched, ChangeOptions options) {
        this(connection, watched, options, connection::close);
    }

    private MongoChangeSource(MongoConnection connection, Watched watched, ChangeOptions options, Runnable whenClosed) {
        this.whenClosed = whenClosed;
        this.connection = connection;
        this.watched = watched;
        this.options = options;
        this.watch = new Watch(connection, watched, options);
    }

    /** One of several sources with the same connection, which stays open. */
    public static MongoChangeSource sharing(MongoConnection connection, Watched watched, ChangeOptions options) {
        return new MongoChangeSource(connection, watched, options, () -> {});
    }

    @Override
    public String description() {
        return connection.description() + ", " + watched;
    }

    @Override
    public ChangeReader open(StreamStart start) {
        return open(watch, start);
    }

    @Override
    public ChangeReader open(StreamStart start, int mostEvents) {
        boolean usual = mostEvents == 0 || (options.batchSize() > 0 && options.batchSize() <= mostEvents);
        return open(usual ? watch : new Watch(connection, watched, options.withBatchSize(mostEvents)), start);
    }

    private ChangeReader open(Watch watch, StreamStart start) {
        return new MongoChangeReader(
                watch,
                watched,
                options.asksForBefore(),
                new ChangeFailures(connection.errors(), watched),
                connection.errors(),
                start);
    }

    @Override
    public Duration clockAhead() {
        return new ServerClock(connection).ahead();
    }

    @Override
    public List<Finding> check() {
        return new ChangeCheck(connection, watched, options, this).findings();
    }

    @Override
    public void close() {
        whenClosed.run();
    }
}
