package dev.millrace.source.dump;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the collections of a dump. The directory is either what `mongodump --out` names, with one folder a database, or
 * one of these folders, which then gives the database its name.
 */
final class DumpDirectory {

    private final Path root;

    DumpDirectory(Path root) {
        this.root = root;
    }

    /** Every collection, system collections included, sorted by name. */
    List<DumpedCollection> collections() {
        List<DumpedCollection> found = new ArrayList<>(databaseFolder(root, true));
        if (found.isEmpty()) {
            children(root).stream()
                    .filter(Files::isDirectory)
                    .forEach(folder -> found.addAll(databaseFolder(folder, false)));
        }
        if (found.isEmpty()) {
            throw new MillraceException(
                    FailureKind.NOT_FOUND,
                    root + " holds no dump: neither .bson files nor database folders with them",
                    "name the directory that mongodump wrote, as in dump:backup");
        }
        found.sort((a, b) -> a.namespace().compareTo(b.namespace()));
        return found;
    }

    private static List<DumpedCollection> databaseFolder(Path folder, boolean top) {
        Map<String, Path> data = new TreeMap<>();
        Map<String, Path> metadata = new TreeMap<>();
        for (Path file : children(folder)) {
            DumpFileName name = DumpFileName.parse(String.valueOf(file.getFileName()));
            if (name != null && Files.isRegularFile(file)) {
                Path twin = (name.data() ? data : metadata).put(name.stem(), file);
                refuseTwins(file, twin);
            }
        }
        // `mongodump --oplog` puts the oplog beside the database folders, without metadata.
        if (top && !metadata.containsKey("oplog")) {
            data.remove("oplog");
        }
        Map<String, Path> all = new TreeMap<>(metadata);
        all.putAll(data);
        String database = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        return all.keySet().stream()
                .map(stem -> new DumpedCollection(
                        new Namespace(database, name(stem, metadata.get(stem))), data.get(stem), metadata.get(stem)))
                .toList();
    }

    private static String name(String stem, @Nullable Path metadata) {
        BsonValue whole = DumpFileName.isCut(stem) && metadata != null
                ? DumpMetadata.read(metadata).get("collectionName")
                : null;
        return whole != null && whole.isString() ? whole.asString().getValue() : DumpFileName.decode(stem);
    }

    private static void refuseTwins(Path file, @Nullable Path twin) {
        if (twin != null) {
            throw new MillraceException(
                    FailureKind.DATA,
                    twin + " and " + file.getFileName() + " are both there, and only one can be meant",
                    "delete the one that is out of date");
        }
    }

    private static List<Path> children(Path folder) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            List<Path> children = new ArrayList<>();
            stream.forEach(children::add);
            children.sort(null);
            return children;
        } catch (IOException e) {
            throw DumpFailure.of(folder, e);
        }
    }
}
