package dev.millrace.source.generated;

import dev.millrace.model.Namespace;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The collections of a data set, which refer to each other; most data sets have one.
 *
 * @param main name of the one whose documents are counted by `count`
 */
public record DatasetFamily(List<DatasetCollection> collections, String main) {

    public DatasetFamily {
        collections = List.copyOf(collections);
    }

    static DatasetFamily of(String name, long count, Dataset dataset) {
        return new DatasetFamily(List.of(new DatasetCollection(name, count, dataset)), name);
    }

    /** The collection of this name, or the main one where there is none. */
    public DatasetCollection named(String name) {
        return collections.stream()
                .filter(collection -> collection.name().equals(name))
                .findFirst()
                .orElseGet(this::mainCollection);
    }

    /** Those that are wanted, by the namespace that each is to be in. */
    public SortedMap<Namespace, DatasetCollection> wanted(GeneratedCollection wanted) {
        SortedMap<Namespace, DatasetCollection> offered = new TreeMap<>();
        Namespace namespace = wanted.namespace();
        if (wanted.related()) {
            collections.forEach(each -> offered.put(new Namespace(namespace.database(), each.name()), each));
        } else {
            offered.put(namespace, named(namespace.collection()));
        }
        return offered;
    }

    DatasetCollection mainCollection() {
        return collections.stream()
                .filter(collection -> collection.name().equals(main))
                .findFirst()
                .orElseThrow();
    }
}
