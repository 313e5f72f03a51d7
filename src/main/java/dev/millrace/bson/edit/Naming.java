package dev.millrace.bson.edit;

/** Finds another name for a field. Safe for use by many threads. */
@FunctionalInterface
public interface Naming {

    String renamed(String name, Scope scope);
}
