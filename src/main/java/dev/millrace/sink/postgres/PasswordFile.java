package dev.millrace.sink.postgres;

import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Passwords by host, port, database and user: `~/.pgpass`, lines `host:port:database:user:password`, the first that fits
 * counts. Source: PostgreSQL 18, section 32.16.
 */
record PasswordFile(Path path) {

    private static final int PARTS = 5;
    private static final Set<PosixFilePermission> OPEN = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    Optional<String> password(String host, int port, String database, String user) {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        Optional<String> password = lines().stream()
                .filter(line -> !line.startsWith("#"))
                .map(PasswordFile::parts)
                .filter(parts -> parts.size() == PARTS)
                .filter(parts -> fits(parts.get(0), host)
                        && fits(parts.get(1), Integer.toString(port))
                        && fits(parts.get(2), database)
                        && fits(parts.get(3), user))
                .map(List::getLast)
                .findFirst();
        password.ifPresent(any -> requirePrivate());
        return password;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw MillraceException.usage(
                    "The password file " + path + " cannot be read", "check its permissions, or set PGPASSWORD");
        }
    }

    /** libpq passes over a file that others can read; to say so is better than to be refused by the server. */
    private void requirePrivate() {
        try {
            if (Files.getFileStore(path).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(path).stream().anyMatch(OPEN::contains)) {
                throw MillraceException.usage(
                        "The password file " + path + " can be read by others", "chmod 600 " + path);
            }
        } catch (IOException e) {
            throw MillraceException.usage("The permissions of " + path + " cannot be read", "set PGPASSWORD instead");
        }
    }

    private static boolean fits(String pattern, String value) {
        return pattern.equals("*") || pattern.equals(value);
    }

    /** A backslash takes the next character as it is; the password is whatever follows the fourth colon. */
    private static List<String> parts(String line) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                part.append(line.charAt(++i));
            } else if (c == ':' && parts.size() < PARTS - 1) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
