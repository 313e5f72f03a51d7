package dev.millrace.doubles.mongo;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** Commands about the server itself: who it is, what it runs, that it is there. */
final class ServerCommands {
    private final Settings settings;
    private final String address;
    private final Members members;
    private final LogicalClock clock;

    ServerCommands(Settings settings, String address, Members members, LogicalClock clock) {
        this.members = members;
        this.settings = settings;
        this.address = address;
        this.clock = clock;
    }

    void register(Map<String, Command> commands) {
        commands.put("hello", call -> hello(call, "isWritablePrimary"));
        commands.put("isMaster", call -> hello(call, "ismaster"));
        commands.put("ismaster", call -> hello(call, "ismaster"));
        commands.put("ping", call -> Reply.ok());
        commands.put("endSessions", call -> Reply.ok());
        commands.put("buildInfo", call -> buildInfo());
        commands.put("buildinfo", call -> buildInfo());
        commands.put("getParameter", this::getParameter);
        commands.put("replSetGetStatus", call -> replicaSetStatus());
    }

    private Reply hello(Call call, String primaryField) {
        BsonDocument reply = new BsonDocument();
        if (settings.topology() == Topology.REPLICA_SET) {
            boolean primary = members.isPrimary(address);
            reply.append("hosts", members.hosts())
                    .append("setName", new BsonString(settings.setName()))
                    .append("setVersion", new BsonInt32(1))
                    .append(primaryField, BsonBoolean.valueOf(primary))
                    .append("secondary", BsonBoolean.valueOf(!primary))
                    .append("primary", new BsonString(members.primary()))
                    .append("me", new BsonString(address));
            if (primary) {
                reply.append("electionId", members.election());
            }
            reply.append("lastWrite", lastWrite());
        } else {
            reply.append(primaryField, BsonBoolean.TRUE);
            if (settings.topology() == Topology.MONGOS) {
                reply.append("msg", new BsonString("isdbgrid"));
            }
        }
        reply.append("maxBsonObjectSize", new BsonInt32(16 * 1024 * 1024))
                .append("maxMessageSizeBytes", new BsonInt32(48_000_000))
                .append("maxWriteBatchSize", new BsonInt32(100_000))
                .append("localTime", new BsonDateTime(clock.millis()))
                .append("logicalSessionTimeoutMinutes", new BsonInt32(30))
                .append("connectionId", new BsonInt32(call.client().connectionId))
                .append("minWireVersion", new BsonInt32(0))
                .append("maxWireVersion", new BsonInt32(settings.maxWireVersion()))
                .append("readOnly", BsonBoolean.FALSE);
        if (call.body().containsKey("compression")) {
            reply.append("compression", WireCompression.accepted(call.body().getArray("compression")));
        }
        addMechanisms(call, reply);
        return Reply.ok(named(reply, "IsMasterResponse"));
    }

    private BsonDocument lastWrite() {
        BsonDateTime date = new BsonDateTime(clock.now().getTime() * 1000L);
        return new BsonDocument("opTime", clock.opTime())
                .append("lastWriteDate", date)
                .append("majorityOpTime", clock.opTime())
                .append("majorityWriteDate", date);
    }

    /** A user that is not known has no mechanisms, so the driver falls back to SCRAM-SHA-1 and is refused there. */
    private void addMechanisms(Call call, BsonDocument reply) {
        String asked = call.text("saslSupportedMechs", "");
        String user = asked.substring(asked.indexOf('.') + 1);
        if (settings.accounts().stream().anyMatch(account -> account.name().equals(user))) {
            reply.append("saslSupportedMechs", new BsonArray(List.of(new BsonString("SCRAM-SHA-256"))));
        }
    }

    private Reply buildInfo() {
        BsonArray versionArray = new BsonArray();
        Arrays.stream(settings.version().split("\\."))
                .forEach(part -> versionArray.add(new BsonInt32(Integer.parseInt(part))));
        versionArray.add(new BsonInt32(0));
        BsonDocument compiler = BsonDocument.parse("""
                {distmod: "", distarch: "x86_64", cc: "gcc", ccflags: "", cxx: "g++", cxxflags: "", linkflags: "",
                 target_arch: "x86_64", target_os: "linux"}""");
        return Reply.ok(named(
                new BsonDocument("version", new BsonString(settings.version()))
                        .append("gitVersion", new BsonString("c8259b383f8e6f9ce9229774881a55c8dc41e222"))
                        .append("modules", new BsonArray())
                        .append("allocator", new BsonString("tcmalloc"))
                        .append("javascriptEngine", new BsonString("none"))
                        .append("sysInfo", new BsonString("deprecated"))
                        .append("versionArray", versionArray)
                        .append("openssl", BsonDocument.parse("{running: \"disabled\", compiled: \"disabled\"}"))
                        .append("buildEnvironment", compiler)
                        .append("bits", new BsonInt32(64))
                        .append("debug", BsonBoolean.FALSE)
                        .append("maxBsonObjectSize", new BsonInt32(16 * 1024 * 1024))
                        .append(
                                "storageEngines",
                                BsonArray.parse("[\"devnull\", \"ephemeralForTest\", \"wiredTiger\"]")),
                "BuildInfoResponse"));
    }

    /** Cosmos DB puts the name of its type into each reply. */
    private BsonDocument named(BsonDocument reply, String type) {
        return settings.cosmos() == null ? reply : reply.append("_t", new BsonString(type));
    }

    private Reply getParameter(Call call) {
        if (!call.flag("featureCompatibilityVersion", false)) {
            throw ErrorCode.INVALID_OPTIONS.failure("no option found to get");
        }
        String version = settings.version().substring(0, 3).equals("4.3")
                ? "4.2"
                : settings.version().substring(0, 3);
        return Reply.ok(
                new BsonDocument("featureCompatibilityVersion", new BsonDocument("version", new BsonString(version))));
    }

    private Reply replicaSetStatus() {
        if (settings.topology() != Topology.REPLICA_SET) {
            throw ErrorCode.NO_REPLICATION_ENABLED.failure("not running with --replSet");
        }
        BsonDateTime wall = new BsonDateTime(clock.now().getTime() * 1000L);
        BsonDocument optimes = new BsonDocument();
        optimes.append("lastCommittedOpTime", clock.opTime())
                .append("lastCommittedWallTime", wall)
                .append("readConcernMajorityOpTime", clock.opTime())
                .append("readConcernMajorityWallTime", wall)
                .append("appliedOpTime", clock.opTime())
                .append("durableOpTime", clock.opTime())
                .append("lastAppliedWallTime", wall)
                .append("lastDurableWallTime", wall);
        BsonDocument status = new BsonDocument("set", new BsonString(settings.setName()))
                .append("date", new BsonDateTime(clock.millis()))
                .append("myState", new BsonInt32(1))
                .append("term", new BsonInt64(1))
                .append("syncingTo", new BsonString(""))
                .append("syncSourceHost", new BsonString(""))
                .append("syncSourceId", new BsonInt32(-1))
                .append("heartbeatIntervalMillis", new BsonInt64(2000))
                .append("majorityVoteCount", new BsonInt32(1))
                .append("writeMajorityCount", new BsonInt32(1))
                .append("optimes", optimes)
                .append("lastStableRecoveryTimestamp", clock.now())
                .append("members", new BsonArray(List.of(member(wall))));
        return Reply.ok(status);
    }

    private BsonDocument member(BsonDateTime wall) {
        BsonDocument member = BsonDocument.parse("""
                {_id: 0, name: "", ip: "127.0.0.1", health: 1.0, state: 1, stateStr: "PRIMARY", uptime: 757}""");
        member.put("name", new BsonString(address));
        member.append("optime", clock.opTime()).append("optimeDate", wall);
        member.putAll(
                BsonDocument.parse("{syncingTo: \"\", syncSourceHost: \"\", syncSourceId: -1, infoMessage: \"\"}"));
        return member.append("electionTime", clock.now())
                .append("electionDate", wall)
                .append("configVersion", new BsonInt32(1))
                .append("self", BsonBoolean.TRUE)
                .append("lastHeartbeatMessage", new BsonString(""));
    }
}
