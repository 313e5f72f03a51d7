package dev.millrace.job.stream.watch;

import dev.millrace.config.BuildInfo;
import dev.millrace.job.stream.RunningStream;
import dev.millrace.job.stream.RunningStreams;
import dev.millrace.observe.EventFields;
import dev.millrace.observe.MemoryPressure;
import dev.millrace.observe.RecentProblems;
import java.time.Instant;
import java.util.stream.DoubleStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** All that `/streams` tells: what streams do and how fast, never what is in their events. */
final class StreamsDocument {

    private static final int MINUTE = 60;

    private StreamsDocument() {}

    static BsonDocument of(RunningStreams running, Instant now) {
        BsonDocument document = new BsonDocument("time", new BsonString(now.toString()))
                .append("version", new BsonString(BuildInfo.version()));
        running.memory().ifPresent(memory -> document.append("memory", memory(memory)));
        return document.append(
                "streams",
                new BsonArray(
                        running.all().stream().map(StreamsDocument::stream).toList()));
    }

    private static BsonDocument memory(MemoryPressure memory) {
        return new BsonDocument("used", new BsonInt64(memory.reading().used()))
                .append("limit", new BsonInt64(memory.reading().limit()))
                .append("level", new BsonString(memory.level().name()));
    }

    private static BsonDocument stream(RunningStream stream) {
        BsonDocument fields = new BsonDocument("name", new BsonString(stream.name()))
                .append("state", new BsonString(stream.pipeline().state().name()))
                .append(
                        "reason",
                        new BsonString(
                                stream.pipeline().reason().isEmpty()
                                        ? stream.hold()
                                        : stream.pipeline().reason()))
                .append("source", new BsonString(stream.source().description()))
                .append("target", new BsonString(stream.publisher().description()))
                .append(
                        "stillMillis",
                        new BsonInt64(stream.pipeline().sinceMoved().toMillis()))
                .append("underWay", new BsonInt64(stream.pipeline().underWay()))
                .append("underWayBytes", new BsonInt64(stream.pipeline().underWayBytes()))
                .append("perSecond", rounded(stream.rates().average(MINUTE)));
        EventFields.counts(fields, stream.pipeline().counts());
        return fields.append(
                        "rates",
                        new BsonArray(DoubleStream.of(stream.rates().perSecond())
                                .mapToObj(StreamsDocument::rounded)
                                .toList()))
                .append(
                        "problems",
                        new BsonArray(stream.problems().all().stream()
                                .map(StreamsDocument::problem)
                                .toList()));
    }

    private static BsonValue rounded(double rate) {
        return rate >= 10 ? new BsonInt64(Math.round(rate)) : new BsonDouble(Math.round(rate * 10) / 10.0);
    }

    private static BsonDocument problem(RecentProblems.Problem problem) {
        BsonDocument fields =
                new BsonDocument("time", new BsonString(problem.time().toString()));
        fields.putAll(problem.event());
        return fields;
    }
}
