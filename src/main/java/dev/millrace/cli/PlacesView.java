package dev.millrace.cli;

import dev.millrace.job.stream.StreamStatusJob.Place;
import dev.millrace.state.SavedPoint;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** Shows how far streams have come, as their resume store knows: a line a stream, or JSON. */
final class PlacesView {

    private final PrintWriter out;
    private final boolean json;
    private final Terminal terminal;
    private int linesShown;

    PlacesView(PrintWriter out, boolean json, Terminal terminal) {
        this.out = out;
        this.json = json;
        this.terminal = terminal;
    }

    /** Shows them in place of what was shown before where the terminal can. */
    void show(List<Place> places, Instant now) {
        if (!json && terminal.interactive() && linesShown > 0) {
            out.print("\u001b[" + linesShown + "A\u001b[J");
        }
        int width =
                places.stream().mapToInt(place -> place.stream().length()).max().orElse(0);
        for (Place place : places) {
            out.println(json ? document(place, now).toJson() : line(place, width, now));
        }
        linesShown = places.size();
        out.flush();
    }

    private static String line(Place place, int width, Instant now) {
        String name = String.format(Locale.ROOT, "%-" + Math.max(1, width) + "s  ", place.stream());
        return name
                + place.saved()
                        .map(saved -> Amounts.exact(saved.events()) + " events, saved "
                                + Amounts.time(since(saved.savedAt(), now)) + " ago"
                                + (saved.clusterTime() == null
                                        ? ""
                                        : ", the last one of " + happened(saved) + ", "
                                                + Amounts.time(since(happened(saved), now)) + " ago"))
                        .orElse("nothing is saved");
    }

    private static Instant happened(SavedPoint saved) {
        return saved.clusterTime() == null
                ? Instant.EPOCH
                : Instant.ofEpochSecond(saved.clusterTime().getTime() & 0xFFFFFFFFL);
    }

    private static Duration since(Instant then, Instant now) {
        return then.isAfter(now) ? Duration.ZERO : Duration.between(then, now);
    }

    private static BsonDocument document(Place place, Instant now) {
        BsonDocument fields = new BsonDocument("stream", new BsonString(place.stream()));
        place.saved().ifPresent(saved -> {
            fields.append("events", new BsonInt64(saved.events()))
                    .append("savedAt", new BsonString(saved.savedAt().toString()))
                    .append(
                            "savedMillisAgo",
                            new BsonInt64(since(saved.savedAt(), now).toMillis()))
                    .append("token", new BsonString(saved.point().text()));
            if (saved.clusterTime() != null) {
                fields.append("lastEventAt", new BsonString(happened(saved).toString()));
            }
        });
        return fields;
    }
}
