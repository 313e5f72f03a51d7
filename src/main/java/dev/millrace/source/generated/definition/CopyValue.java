package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.BsonTypeByte;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some fields of a document of another collection, `$copy`, as an embedded document, perhaps `with` more fields. The
 * other document is made on the spot, so that both always agree. As a number it is the other's index; numbers among its
 * fields, copied or in front of a copied one, can be read as those of the embedded document.
 */
final class CopyValue implements Value {

    private final LinkedRow link;
    private final DocumentValue document;
    /** From which to which place fields are copied, in pairs: neighbours stand side by side in the other document too. */
    private final int[] runs;

    private final int made;
    private final DocumentValue more;
    private final NumberSource at;
    private final int slot;
    private final Exports exports;

    /** @param places of the fields in the other document */
    CopyValue(
            LinkedRow link,
            DocumentValue document,
            int[] places,
            DocumentValue more,
            NumberSource at,
            int slot,
            Exports exports) {
        this.link = link;
        this.document = document;
        this.runs = runs(places);
        this.made = last(places) + 1;
        this.more = more;
        this.at = at;
        this.slot = slot;
        this.exports = exports;
    }

    @Override
    public void write(Row row, byte[] name) {
        long place = link.place(Decimals.rescale(at.next(row), at.scale(), 0));
        row.number(slot, place);
        Row other = row.other(link, true);
        other.out.clear();
        other.start(place);
        document.writeFirst(other, made);
        exports.read(other, row);
        BsonAppender out = row.out;
        out.element(BsonTypeByte.DOCUMENT, name);
        int start = out.begin();
        for (int i = 0; i < runs.length; i += 2) {
            int from = other.starts[runs[i]];
            out.raw(other.out.bytes(), from, other.starts[runs[i + 1]] - from);
        }
        more.writeFields(row);
        out.end(start);
    }

    private static int[] runs(int[] places) {
        int[] runs = new int[2 * places.length];
        int used = 0;
        for (int place : places) {
            if (used > 0 && runs[used - 1] == place) {
                runs[used - 1]++;
            } else {
                runs[used++] = place;
                runs[used++] = place + 1;
            }
        }
        return Arrays.copyOf(runs, used);
    }

    private static int last(int[] places) {
        return Arrays.stream(places).max().orElse(-1);
    }

    /** Which numbers of the other document's row go where in this one's. */
    static final class Exports {

        private final int[] from;
        private final int[] to;

        private Exports(int[] from, int[] to) {
            this.from = from;
            this.to = to;
        }

        static Exports of(Spec spec, Slots slots, DocumentValue document, int[] places, Slots others) {
            List<String> made = document.names().subList(0, last(places) + 1);
            List<Integer> from = new ArrayList<>();
            List<Integer> to = new ArrayList<>();
            others.allNumbers().forEach((path, number) -> {
                if (made.contains(path)) {
                    from.add(number.slot());
                    to.add(slots.number(spec.field(path, null), number.scale()));
                }
            });
            return new Exports(ints(from), ints(to));
        }

        void read(Row other, Row row) {
            for (int i = 0; i < from.length; i++) {
                row.number(to[i], other.numbers[from[i]]);
            }
        }

        private static int[] ints(List<Integer> numbers) {
            return IntStream.range(0, numbers.size()).map(numbers::get).toArray();
        }
    }
}
