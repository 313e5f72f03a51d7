package dev.millrace.job;

import com.mongodb.WriteConcern;
import dev.millrace.config.Configuration;
import dev.millrace.config.SeedSettings;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.sink.Sink;
import dev.millrace.sink.mongo.EmptyTimestamps;
import dev.millrace.sink.mongo.MongoSink;
import dev.millrace.sink.mongo.OnConflict;
import dev.millrace.sink.mongo.WriteOptions;

/** Makes the sink of a `seed` out of the target's URI and settings. */
final class SeedTarget {

    private SeedTarget() {}

    static Sink open(Configuration configuration, String uri) {
        return new MongoSink(
                MongoConnection.open(uri, MongoSources.options(configuration)),
                options(configuration),
                Connectors.rejects(configuration));
    }

    private static WriteOptions options(Configuration configuration) {
        return new WriteOptions(
                switch (configuration.get(SeedSettings.WRITE_CONCERN)) {
                    case NONE -> WriteConcern.UNACKNOWLEDGED;
                    case ONE -> WriteConcern.W1;
                    case MAJORITY -> WriteConcern.MAJORITY;
                },
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
