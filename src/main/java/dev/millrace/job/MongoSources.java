package dev.millrace.job;

import com.mongodb.ReadConcern;
import com.mongodb.ReadConcernLevel;
import com.mongodb.ReadPreference;
import dev.millrace.config.Configuration;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.RunSettings;
import dev.millrace.config.Setting;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.mongo.MongoSource;
import dev.millrace.source.mongo.ReadOptions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a MongoDB source out of its URI and settings. */
public final class MongoSources {

    private MongoSources() {}

    static DocumentSource open(String uri, Configuration configuration, SourceRequest request) {
        ReadOptions read = new ReadOptions(
                request.filter(), request.projection(), request.limit(), ReadOptions.DEFAULT_BATCH_BYTES);
        return new MongoSource(MongoConnection.open(uri, options(configuration)), read);
    }

    /** What a connection takes from the settings where its URI says nothing. */
    public static MongoOptions options(Configuration configuration) {
        return new MongoOptions(
                configuration.find(MongoSettings.USERNAME).orElse(null),
                configuration.find(MongoSettings.PASSWORD).orElse(null),
                configuration.find(MongoSettings.AUTH_SOURCE).orElse(null),
                null,
                value(configuration, MongoSettings.READ_PREFERENCE, ReadPreference::valueOf),
                value(configuration, MongoSettings.READ_CONCERN, MongoSources::readConcern),
                configuration.find(RunSettings.MAX_RU).orElse(null));
    }

    private static ReadConcern readConcern(String level) {
        return new ReadConcern(ReadConcernLevel.fromString(level));
    }

    private static <T> @Nullable T value(
            Configuration configuration, Setting<String> setting, Function<String, T> parser) {
        try {
            return configuration.find(setting).map(parser).orElse(null);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(
                    FailureKind.USAGE, setting.option() + ": " + e.getMessage(), "use one of MongoDB's names", e);
        }
    }
}
