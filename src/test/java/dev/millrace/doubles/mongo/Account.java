package dev.millrace.doubles.mongo;

/** A user that the double lets in. A {@code READ} user may read everything but not run splitVector, as with MongoDB's role. */
public record Account(String name, String password, Role role) {
    /** What the user may do, by the names of MongoDB's built-in roles. */
    public enum Role {
        READ("read"),
        READ_WRITE("readWrite"),
        ROOT("root");

        final String roleName;

        Role(String roleName) {
            this.roleName = roleName;
        }
    }
}
