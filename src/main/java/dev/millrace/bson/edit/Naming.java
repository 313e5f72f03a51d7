package dev.millrace.bson.edit;

/** Finds another name for a field. Safe for use by many threads. */
@FunctionalInterface
public interface Naming {

    String renamed(String name, Scope scope);

    /** The same name for any field. */
    record Always(String name) implements Naming {

        @Override
        public String renamed(String old, Scope scope) {
            return name;
        }
    }
}
