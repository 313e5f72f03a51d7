package dev.millrace.cli;

import dev.millrace.job.DryRun;
import dev.millrace.model.CollectionInfo;
import java.io.PrintWriter;
import java.util.Locale;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** Shows what a run would do. */
final class DryRunView {

    private DryRunView() {}

    static void print(DryRun dryRun, boolean json, PrintWriter out) {
        if (json) {
            out.println(document(dryRun).toJson());
        } else {
            text(dryRun, out);
        }
        out.flush();
    }

    private static void text(DryRun dryRun, PrintWriter out) {
        out.println("run " + dryRun.runId() + " would move");
        out.println("  from     " + dryRun.source());
        out.println("  to       " + dryRun.target());
        out.println("  workers  " + dryRun.workers());
        for (DryRun.Collection collection : dryRun.collections()) {
            CollectionInfo info = collection.plan().info();
            out.println();
            out.println(info.namespace() + " (" + info.kind().name().toLowerCase(Locale.ROOT) + ")");
            out.println("  size     " + size(info));
            out.println("  chunks   " + collection.chunks());
            if (collection.outputBytes() > 0) {
                out.println("  output   about " + Amounts.bytes(collection.outputBytes()) + ", by a sample");
                out.println("  time     about " + Amounts.time(collection.time())
                        + " to encode here; the ends may take longer");
            }
            collection.becomes().forEach(line -> out.println("  " + line.replace("\n", "\n  ")));
        }
    }

    private static String size(CollectionInfo info) {
        String documents = info.documents() == CollectionInfo.UNKNOWN
                ? "unknown number of documents"
                : "about " + Amounts.exact(info.documents()) + " documents";
        return info.bytes() == CollectionInfo.UNKNOWN ? documents : documents + ", " + Amounts.bytes(info.bytes());
    }

    private static BsonDocument document(DryRun dryRun) {
        BsonArray collections = new BsonArray();
        for (DryRun.Collection collection : dryRun.collections()) {
            CollectionInfo info = collection.plan().info();
            collections.add(new BsonDocument(
                            "namespace", new BsonString(info.namespace().toString()))
                    .append("kind", new BsonString(info.kind().name()))
                    .append("documents", new BsonInt64(info.documents()))
                    .append("bytes", new BsonInt64(info.bytes()))
                    .append("chunks", new BsonInt32(collection.chunks()))
                    .append("outputBytes", new BsonInt64(collection.outputBytes()))
                    .append("millis", new BsonInt64(collection.time().toMillis()))
                    .append("schema", collection.plan().schema())
                    .append(
                            "becomes",
                            new BsonArray(collection.becomes().stream()
                                    .map(BsonString::new)
                                    .toList())));
        }
        return new BsonDocument("run", new BsonString(dryRun.runId()))
                .append("source", new BsonString(dryRun.source()))
                .append("target", new BsonString(dryRun.target()))
                .append("workers", new BsonInt32(dryRun.workers()))
                .append("collections", collections);
    }
}
