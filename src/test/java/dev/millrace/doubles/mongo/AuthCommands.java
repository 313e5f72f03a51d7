package dev.millrace.doubles.mongo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** Who may do what: SCRAM-SHA-256 logins, connectionStatus, and the check before every command. */
final class AuthCommands {
    private static final Set<String> BEFORE_LOGIN = Set.of(
            "hello",
            "isMaster",
            "ismaster",
            "saslStart",
            "saslContinue",
            "ping",
            "buildInfo",
            "buildinfo",
            "connectionStatus",
            "endSessions",
            "logout");
    private static final Set<String> WRITES =
            Set.of("insert", "update", "delete", "create", "createIndexes", "drop", "dropDatabase");
    /** Needs the role dbAdmin, which only {@code ROOT} has here. */
    private static final Set<String> ADMINISTRATION = Set.of("collMod");

    private static final Set<String> CLUSTER = Set.of("splitVector", "replSetGetStatus", "getParameter");
    private static final List<String> READ_ACTIONS = List.of(
            "changeStream", "collStats", "dbHash", "dbStats", "find", "killCursors", "listCollections", "listIndexes");
    private static final List<String> WRITE_ACTIONS = List.of(
            "convertToCapped",
            "createCollection",
            "createIndex",
            "dropCollection",
            "dropIndex",
            "insert",
            "remove",
            "update");

    private final Settings settings;

    AuthCommands(Settings settings) {
        this.settings = settings;
    }

    void register(Map<String, Command> commands) {
        commands.put("saslStart", this::start);
        commands.put("saslContinue", this::proceed);
        commands.put("connectionStatus", this::connectionStatus);
        commands.put("logout", call -> {
            call.client().account = null;
            return Reply.ok();
        });
    }

    void check(Call call) {
        if (settings.refused().contains(call.name())) {
            throw refusal(call);
        }
        if (settings.accounts().isEmpty() || BEFORE_LOGIN.contains(call.name())) {
            return;
        }
        @Nullable Account account = call.client().account;
        if (account == null) {
            throw ErrorCode.UNAUTHORIZED.failure("command " + call.name() + " requires authentication");
        }
        boolean refused =
                switch (account.role()) {
                    case READ ->
                        WRITES.contains(call.name())
                                || CLUSTER.contains(call.name())
                                || ADMINISTRATION.contains(call.name());
                    case READ_WRITE -> CLUSTER.contains(call.name()) || ADMINISTRATION.contains(call.name());
                    case ROOT -> false;
                };
        if (refused) {
            throw refusal(call);
        }
    }

    private static CommandFailure refusal(Call call) {
        return ErrorCode.UNAUTHORIZED.failure("not authorized on " + call.database() + " to execute command { "
                + call.name() + ": " + ShellText.of(call.body().get(call.body().getFirstKey())) + " }");
    }

    private Reply start(Call call) {
        String clientFirst = payload(call);
        Account account = settings.accounts().stream()
                .filter(each -> each.name().equals(ScramConversation.userOf(clientFirst)))
                .findFirst()
                .orElseThrow(AuthCommands::failed);
        if (!call.text("mechanism", "").equals("SCRAM-SHA-256")) {
            throw failed();
        }
        ScramConversation conversation =
                new ScramConversation(account, clientFirst, UUID.randomUUID().toString());
        call.client().conversation = conversation;
        return answer(conversation.serverFirst, false);
    }

    private Reply proceed(Call call) {
        @Nullable ScramConversation conversation = call.client().conversation;
        if (conversation == null) {
            throw ErrorCode.PROTOCOL_ERROR.failure("No SASL session state found");
        }
        if (payload(call).isEmpty()) {
            call.client().conversation = null;
            return answer("", true);
        }
        try {
            String serverFinal = conversation.finish(payload(call));
            call.client().account = conversation.account;
            return answer(serverFinal, false);
        } catch (GeneralSecurityException noSuchAlgorithm) {
            throw new IllegalStateException(noSuchAlgorithm);
        }
    }

    private static CommandFailure failed() {
        return ErrorCode.AUTHENTICATION_FAILED.failure("Authentication failed.");
    }

    private static String payload(Call call) {
        return new String(call.body().getBinary("payload").getData(), StandardCharsets.UTF_8);
    }

    private static Reply answer(String payload, boolean done) {
        return Reply.ok(new BsonDocument("conversationId", new BsonInt32(1))
                .append("done", BsonBoolean.valueOf(done))
                .append("payload", new BsonBinary(payload.getBytes(StandardCharsets.UTF_8))));
    }

    private Reply connectionStatus(Call call) {
        @Nullable Account account = call.client().account;
        BsonArray users = new BsonArray();
        BsonArray roles = new BsonArray();
        BsonArray privileges = new BsonArray();
        if (account != null) {
            users.add(new BsonDocument("user", new BsonString(account.name())).append("db", new BsonString("admin")));
            roles.add(new BsonDocument("role", new BsonString(account.role().roleName))
                    .append("db", new BsonString("admin")));
            privileges.add(privilege(account.role()));
        }
        BsonDocument info = new BsonDocument("authenticatedUsers", users).append("authenticatedUserRoles", roles);
        if (call.flag("showPrivileges", false)) {
            info.append("authenticatedUserPrivileges", privileges);
        }
        return Reply.ok(new BsonDocument("authInfo", info));
    }

    private static BsonDocument privilege(Account.Role role) {
        BsonArray actions = new BsonArray();
        READ_ACTIONS.forEach(action -> actions.add(new BsonString(action)));
        if (role != Account.Role.READ) {
            WRITE_ACTIONS.forEach(action -> actions.add(new BsonString(action)));
        }
        if (role == Account.Role.ROOT) {
            actions.add(new BsonString("splitVector"));
            actions.add(new BsonString("collMod"));
        }
        BsonDocument everywhere = new BsonDocument("db", new BsonString("")).append("collection", new BsonString(""));
        return new BsonDocument("resource", everywhere).append("actions", actions);
    }
}
