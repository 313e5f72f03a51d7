package dev.millrace.source.mongo;

import dev.millrace.bson.TypeBracket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonMaxKey;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The written form of a chunk's range, as it stands in the run store. One of
 *
 * <ul>
 *   <li>`{natural: true, hint: bool}`: the whole collection in natural order
 *   <li>`{min: id, max: id}`: index bounds; without `min` from the beginning, without `max` to the end, MaxKey included
 *   <li>`{bracket: name, min: id, max: id, hint: bool}`: the same within one bracket of types, by a query
 * </ul>
 */
final class Bounds {
    private Bounds() {}

    static BsonDocument natural(boolean hinted) {
        return new BsonDocument("natural", BsonBoolean.TRUE).append("hint", BsonBoolean.valueOf(hinted));
    }

    static BsonDocument span(@Nullable BsonValue min, @Nullable BsonValue max) {
        return limits(new BsonDocument(), min, max);
    }

    static BsonDocument bracket(TypeBracket bracket, @Nullable BsonValue min, @Nullable BsonValue max, boolean hinted) {
        BsonDocument bounds = new BsonDocument(
                        "bracket", new BsonString(bracket.name().toLowerCase(Locale.ROOT)))
                .append("hint", BsonBoolean.valueOf(hinted));
        return limits(bounds, min, max);
    }

    private static BsonDocument limits(BsonDocument bounds, @Nullable BsonValue min, @Nullable BsonValue max) {
        if (min != null) {
            bounds.append("min", min);
        }
        if (max != null) {
            bounds.append("max", max);
        }
        return bounds;
    }

    /** What a chunk with these bounds has to read, in order. */
    static List<Stretch> stretches(BsonDocument bounds) {
        boolean hinted = bounds.getBoolean("hint", BsonBoolean.FALSE).getValue();
        if (bounds.containsKey("natural")) {
            return List.of(new Stretch.Natural(hinted));
        }
        BsonValue min = bounds.get("min");
        BsonValue max = bounds.get("max");
        List<Stretch> stretches = new ArrayList<>();
        if (bounds.containsKey("bracket")) {
            TypeBracket bracket =
                    TypeBracket.valueOf(bounds.getString("bracket").getValue().toUpperCase(Locale.ROOT));
            if (bracket == TypeBracket.NUMBER && min == null) {
                stretches.add(new Stretch.Point(new BsonDouble(Double.NaN)));
            }
            stretches.add(new Stretch.BracketSpan(bracket, min, false, max, hinted));
        } else {
            stretches.add(new Stretch.IndexSpan(min, max));
            if (max == null) {
                stretches.add(new Stretch.Point(new BsonMaxKey()));
            }
        }
        return stretches;
    }
}
