package dev.millrace.sink.mongo;

import com.mongodb.MongoException;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.mongo.MongoConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/** Looks at a MongoDB that documents are to be written to; changes nothing there. */
public final class TargetCheck {

    private static final String SUBJECT = "target";
    private static final Set<String> NEEDED = Set.of("insert", "find", "createCollection", "createIndex");

    private final MongoConnection connection;

    /** @param connection stays the caller's */
    public TargetCheck(MongoConnection connection) {
        this.connection = connection;
    }

    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(Finding.good(SUBJECT, connection.description() + ", version " + connection.serverVersion()));
            findings.add(privileges());
        } catch (MillraceException e) {
            findings.add(Finding.bad(SUBJECT, e));
        }
        return findings;
    }

    /** What the user may do somewhere; where, its roles say. */
    private Finding privileges() {
        BsonDocument info;
        try {
            info = connection
                    .client()
                    .getDatabase("admin")
                    .runCommand(
                            new BsonDocument("connectionStatus", new BsonInt32(1))
                                    .append("showPrivileges", BsonBoolean.TRUE),
                            BsonDocument.class)
                    .getDocument("authInfo", new BsonDocument());
        } catch (MongoException e) {
            return Finding.doubtful(SUBJECT, "does not tell what this user may do", "");
        }
        if (info.getArray("authenticatedUsers", new BsonArray()).isEmpty()) {
            return Finding.good(SUBJECT, "asks for no user");
        }
        Set<String> missing = new TreeSet<>(NEEDED);
        boolean mayChange = false;
        for (BsonValue privilege : info.getArray("authenticatedUserPrivileges", new BsonArray())) {
            for (BsonValue action : privilege.asDocument().getArray("actions", new BsonArray())) {
                missing.remove(action.asString().getValue());
                mayChange |= action.asString().getValue().equals("collMod");
            }
        }
        if (!missing.isEmpty()) {
            return Finding.bad(
                    SUBJECT,
                    "this user may not " + String.join(", ", missing),
                    "grant readWrite on the target's database");
        }
        return mayChange
                ? Finding.good(SUBJECT, "this user may write, index and change collections")
                : Finding.doubtful(
                        SUBJECT,
                        "this user may write and index, but not collMod",
                        "grant dbAdmin as well, if the source has validators, or --indexes before is given");
    }
}
