package dev.millrace.sink.postgres.copy;

import dev.millrace.bson.NulPolicy;
import dev.millrace.bson.Nuls;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.ArrayTarget;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.MappingRules;
import dev.millrace.schema.RowCounts;
import dev.millrace.schema.RowMapper;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.postgres.table.ColumnPlaces;
import dev.millrace.sink.postgres.table.ColumnRule;
import dev.millrace.sink.postgres.table.PostgresColumn;
import dev.millrace.sink.postgres.table.TableColumns;
import dev.millrace.sink.postgres.table.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Encodes documents as the rows of binary COPYs, straight from their bytes: each document becomes its rows in all tables of
 * a layout, or nothing. For use by one thread.
 */
public final class CopyEncoder {

    /** What timestamptz can hold, from 4713 BC up to but not including the year 294277, in milliseconds since 1970. */
    private static final long FIRST_DATE = -210_866_803_200_000L;

    private static final long LAST_DATE = 9_224_318_015_999_999L;

    private final EncodedBatch batch;
    private final List<TableRows> tables = new ArrayList<>();
    private final Nuls nuls;
    private final MappingRules mapping;
    private final ColumnPolicy.Dropped dropped = new ColumnPolicy.Dropped();
    private final RowMapper mapper;
    private final IdFirst idFirst = new IdFirst();
    private long hash;

    /**
     * @param layout made of the same schema
     * @param schema of the plan
     */
    public CopyEncoder(TableLayout layout, TableSchema schema, CopyRules rules) {
        this(layout, schema, rules, Map.of());
    }

    /**
     * @param columnRules of a mapping file, by the paths of columns
     * @throws MillraceException of kind USAGE where a default does not fit its column
     */
    public CopyEncoder(TableLayout layout, TableSchema schema, CopyRules rules, Map<String, ColumnRule> columnRules) {
        TableSchema tabular = TableColumns.of(schema);
        ColumnPlaces places = ColumnPlaces.of(tabular);
        batch = new EncodedBatch(layout.tables().size());
        nuls = new Nuls(rules.nul());
        for (int table = 0; table < layout.tables().size(); table++) {
            tables.add(new TableRows(
                    batch.rows(table), layout.tables().get(table).columns().size()));
        }
        mapping = new MappingRules(rules.keepNulls(), FIRST_DATE, LAST_DATE, false, true, rules.json(), true);
        mapper = new RowMapper(
                tabular, mapping, nuls, columns(layout, places, rules, columnRules), elements(layout, places));
    }

    private List<CopyColumn> columns(
            TableLayout layout, ColumnPlaces places, CopyRules rules, Map<String, ColumnRule> columnRules) {
        List<CopyColumn> made = new ArrayList<>();
        for (ColumnPlaces.Place place : places.scalars()) {
            PostgresColumn column = layout.tables().get(place.table()).columns().get(place.column());
            made.add(column(place, column, rules, columnRules.getOrDefault(column.path(), ColumnRule.USUAL)));
        }
        int rest = layout.root().columns().size() - 1;
        made.add(new CopyColumn(tables.getFirst(), rest, ColumnForm.JSON, nuls, false, 0, ColumnPolicy.usual()));
        return made;
    }

    private CopyColumn column(ColumnPlaces.Place place, PostgresColumn column, CopyRules rules, ColumnRule rule) {
        ColumnForm form = ColumnForm.of(place.type(), rules.objectIds());
        return new CopyColumn(
                tables.get(place.table()),
                place.column(),
                form,
                nuls,
                tables.size() > 1 && place.table() == 0 && place.column() == 0,
                place.type() instanceof ColumnType.Decimal decimal ? decimal.scale() : 0,
                policy(place, column, form, rule));
    }

    private ColumnPolicy policy(ColumnPlaces.Place place, PostgresColumn column, ColumnForm form, ColumnRule rule) {
        BsonValue standard = rule.defaultValue();
        return new ColumnPolicy(
                place.nullable() ? null : refusal(column),
                rule.onMismatch(),
                "the field " + column.path() + " is nothing that the column " + column.name() + " of type "
                        + column.sqlType() + " can hold",
                standard == null ? null : DefaultValue.encode(standard, place.type(), form, column.name(), mapping),
                dropped);
    }

    private static String refusal(PostgresColumn column) {
        return "the field " + column.path() + " is missing, null or nothing that the column " + column.name()
                + " of type "
                + column.sqlType() + " can hold, which is not nullable; "
                + (column.path().equals("_id")
                        ? "give _id the type json in a file for `--schema`"
                        : "make it nullable in the file for `--schema`")
                + ", or correct the document at its source";
    }

    private List<ArrayTarget> elements(TableLayout layout, ColumnPlaces places) {
        List<ArrayTarget> elements = new ArrayList<>();
        for (int table = 1; table < tables.size(); table++) {
            int parent = places.parents().get(table);
            int parentKey = layout.tables().get(parent).key().size();
            elements.add(new ElementRows(tables.get(table), tables.get(parent), parentKey));
        }
        return elements;
    }

    /**
     * Appends the rows of the document that fills `length` bytes from `offset`.
     *
     * @return null, or why the document is rejected and nothing was appended
     */
    public @Nullable String encode(byte[] bytes, int offset, int length) {
        long droppedBefore = dropped.values();
        try {
            if (tables.size() > 1 && idFirst.isNeeded(bytes, offset, length)) {
                byte[] ordered = idFirst.order(bytes, offset, length);
                pour(ordered, 0, length);
            } else {
                pour(bytes, offset, length);
            }
        } catch (MillraceException e) {
            takeBack();
            dropped.reset(droppedBefore);
            if (e.kind() != FailureKind.DATA) {
                throw e;
            }
            return e.hint().isEmpty() ? e.problem() : e.problem() + "; " + e.hint();
        }
        batch.endDocument();
        hash += batch.hash(batch.documents() - 1);
        return null;
    }

    private void pour(byte[] bytes, int offset, int length) {
        tables.getFirst().startRow();
        mapper.pour(bytes, offset, length);
        tables.getFirst().endRow();
    }

    private void takeBack() {
        tables.forEach(TableRows::drop);
        batch.dropDocument();
    }

    /** The rows so far; cleared by whoever has written them. */
    public EncodedBatch batch() {
        return batch;
    }

    /** What became of the documents so far. */
    public CopyCounts counts() {
        RowCounts rows = mapper.counts();
        long found = nuls.found();
        return new CopyCounts(
                rows.rows(),
                rows.widened(),
                rows.rest(),
                nuls.policy() == NulPolicy.REMOVE ? found : 0,
                nuls.policy() == NulPolicy.REPLACE ? found : 0,
                dropped.values());
    }

    /** The sum of {@link EncodedBatch#hash} over the documents so far, modulo 2^64. */
    public long hash() {
        return hash;
    }
}
