package dev.millrace.doubles.mongo;

/** A user that the double lets in, for all databases. As with MongoDB's roles, only {@code ROOT} may run splitVector. */
public record Account(String name, String password, Role role) {
    /** What the user may do, by the names of MongoDB's built-in roles. */
    public enum Role {
        READ("readAnyDatabase"),
        READ_WRITE("readWriteAnyDatabase"),
        ROOT("root");

        final String roleName;

        Role(String roleName) {
            this.roleName = roleName;
        }
    }
}
