package dev.millrace.sink.object.parquet;

import dev.millrace.bench.limit.Measured;
import dev.millrace.model.DocumentBatch;
import dev.millrace.schema.InferenceRules;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.SchemaInference;
import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.DatasetFamily;
import dev.millrace.source.generated.Datasets;
import dev.millrace.source.generated.DocumentGenerator;
import dev.millrace.source.generated.GeneratedCollection;

/** The Parquet writer alone, a row group at a time, of values of generated documents. `ReadyParquet DATASET FILES WARMUPS`. */
public final class ReadyParquet {

    private ReadyParquet() {}

    public static void main(String... args) throws Exception {
        DocumentBatch documents = documents(GeneratedCollection.parse(args[0]));
        SchemaInference inference = new SchemaInference(InferenceRules.of(Nesting.NATIVE));
        inference.add(documents);
        ReadyValues values = new ReadyValues(documents, inference.schema(), ParquetOptions.standard());
        int files = Integer.parseInt(args[1]);
        Measured.print(Integer.parseInt(args[2]), () -> {
            for (int i = 0; i < files; i++) {
                values.write(1);
            }
            return (long) files * documents.size();
        });
    }

    private static DocumentBatch documents(GeneratedCollection wanted) {
        DatasetFamily family = Datasets.of(wanted);
        DocumentGenerator generator = family.named(family.main()).dataset().generator(wanted.seed(), wanted.count());
        DocumentBatch batch = new DocumentBatch(1 << 20);
        BsonAppender out = new BsonAppender();
        for (long i = 0; i < wanted.count(); i++) {
            out.clear();
            generator.write(i, out);
            batch.add(out.bytes(), 0, out.length());
        }
        return batch;
    }
}
