package dev.millrace.sink.object.parquet;

import dev.millrace.schema.ColumnType;
import dev.millrace.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.schema.MessageType;

/**
 * The columns of files that have one schema, with the memory they fill: for one file after the other, each of which was finished
 * before the next one begins.
 */
final class ParquetColumns {

    private final TableSchema schema;
    private final MessageType layout;
    private final ParquetProperties properties;
    private final SharedPage shared = new SharedPage();
    private final List<ParquetColumn> columns = new ArrayList<>();

    ParquetColumns(TableSchema schema, ParquetOptions options) {
        this.schema = UsableColumns.of(schema);
        layout = new ParquetLayout(options.objectIds()).of(this.schema);
        properties = PageRules.of(options, this.schema);
        List<ColumnType> types = new ArrayList<>();
        this.schema.columns().forEach(column -> collect(column.type(), types));
        for (ColumnDescriptor descriptor : layout.getColumns()) {
            boolean hex = options.objectIds() == ObjectIdForm.STRING
                    && columns.size() < types.size()
                    && types.get(columns.size()) == ColumnType.Scalar.OBJECT_ID;
            columns.add(new ParquetColumn(descriptor, properties, hex, shared));
        }
    }

    /** Lists scalar types in the order in which Parquet lists its columns: depth first. */
    private static void collect(ColumnType type, List<ColumnType> into) {
        switch (type) {
            case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ -> into.add(type);
            case ColumnType.ListOf(ColumnType element) -> collect(element, into);
            case ColumnType.Group group -> group.fields().forEach(field -> collect(field.type(), into));
        }
    }

    /** What files have columns for: less than was asked for where names cannot be in a Parquet file. */
    TableSchema schema() {
        return schema;
    }

    MessageType layout() {
        return layout;
    }

    ParquetProperties properties() {
        return properties;
    }

    /** Where the file's compressor puts its pages. */
    PageBytes compressed() {
        return shared.compressed();
    }

    List<ParquetColumn> columns() {
        return columns;
    }
}
