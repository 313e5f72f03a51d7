package dev.millrace.source.dump;

import dev.millrace.contract.DocumentSourceContract;
import dev.millrace.source.DocumentSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.junit.jupiter.api.io.TempDir;

class GzipDumpSourceContractTest extends DocumentSourceContract {

    @TempDir
    Path directory;

    @Override
    protected DocumentSource sourceOf(Map<String, List<BsonDocument>> collections) {
        collections.forEach((name, documents) -> Dumps.write(
                directory,
                database() + "/" + name + ".bson.gz",
                Dumps.gzip(Dumps.bytes(documents.toArray(BsonDocument[]::new)))));
        return new DumpSource(directory);
    }

    @Override
    protected String database() {
        return "shop";
    }
}
