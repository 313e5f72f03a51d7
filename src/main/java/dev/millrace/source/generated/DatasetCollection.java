package dev.millrace.source.generated;

/**
 * One collection of a data set.
 *
 * @param name  what it is called among the collections of its data set
 * @param count how many documents it has
 */
public record DatasetCollection(String name, long count, Dataset dataset) {}
