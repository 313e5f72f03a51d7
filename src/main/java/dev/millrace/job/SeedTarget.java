package dev.millrace.job;

import com.mongodb.WriteConcern;
import dev.millrace.config.Configuration;
import dev.millrace.config.SeedSettings;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.observe.RunEvent;
import dev.millrace.sink.Sink;
import dev.millrace.sink.mongo.CloneOptions;
import dev.millrace.sink.mongo.EmptyTimestamps;
import dev.millrace.sink.mongo.MongoSink;
import dev.millrace.sink.mongo.OnConflict;
import dev.millrace.sink.mongo.TargetNames;
import dev.millrace.sink.mongo.WriteOptions;
import dev.millrace.sink.mongo.index.IndexTiming;
import java.util.function.Consumer;

/** Makes the sink of a `seed` out of the target's URI and settings. */
final class SeedTarget {

    private SeedTarget() {}

    static Sink open(Configuration configuration, String uri, Consumer<RunEvent> events) {
        return new MongoSink(
                connection(configuration, uri),
                options(configuration),
                new CloneOptions(TargetNames.SAME, indexes(configuration), false),
                Connectors.rejects(configuration),
                new IndexEvents(events));
    }

    static MongoConnection connection(Configuration configuration, String uri) {
        return MongoConnection.open(uri, MongoSources.options(configuration));
    }

    static WriteConcern concern(Configuration configuration) {
        return switch (configuration.get(SeedSettings.WRITE_CONCERN)) {
            case NONE -> WriteConcern.UNACKNOWLEDGED;
            case ONE -> WriteConcern.W1;
            case MAJORITY -> WriteConcern.MAJORITY;
        };
    }

    private static IndexTiming indexes(Configuration configuration) {
        return switch (configuration.get(SeedSettings.INDEXES)) {
            case FIRST -> IndexTiming.BEFORE;
            case LAST -> IndexTiming.AFTER;
            case NONE -> IndexTiming.NONE;
        };
    }

    private static WriteOptions options(Configuration configuration) {
        return new WriteOptions(
                concern(configuration),
                switch (configuration.get(SeedSettings.ON_CONFLICT)) {
                    case FAIL -> OnConflict.FAIL;
                    case KEEP -> OnConflict.KEEP;
                    case REPLACE -> OnConflict.REPLACE;
                },
                EmptyTimestamps.SERVER_TIME,
                configuration.get(SeedSettings.BATCH_SIZE),
                configuration.get(SeedSettings.DROP));
    }
}
