package dev.millrace.doubles.mongo;

import java.util.HashMap;
import java.util.Map;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Finds the command by its name, checks the user, runs it, and turns its failure into a reply. */
final class CommandTable {
    private final Map<String, Command> commands = new HashMap<>();
    private final AuthCommands auth;
    private final boolean gossips;
    private final LogicalClock clock;
    private final Transactions transactions;
    private final Members members;
    private final String address;
    private final @Nullable CosmosCommands cosmos;

    /** @param cosmos null for a MongoDB */
    CommandTable(
            Settings settings,
            Catalog catalog,
            Cursors cursors,
            String address,
            Members members,
            Operations operations,
            LogicalClock clock,
            @Nullable CosmosCommands cosmos) {
        this.members = members;
        this.address = address;
        this.cosmos = cosmos;
        this.auth = new AuthCommands(settings);
        this.gossips = settings.topology() != Topology.STANDALONE;
        this.clock = clock;
        Statistics statistics = new Statistics(catalog, address, clock);
        transactions = new Transactions(catalog, catalog.history);
        transactions.register(commands);
        auth.register(commands);
        statistics.register(commands);
        new ServerCommands(settings, address, members, clock).register(commands);
        new ReadCommands(catalog, cursors, statistics, operations, settings).register(commands);
        new WriteCommands(catalog, clock, members, settings, cosmos).register(commands);
        new CatalogCommands(catalog, cursors).register(commands);
        if (settings.topology() != Topology.MONGOS) {
            commands.put("splitVector", call -> SplitVector.run(catalog, call));
        }
        if (cosmos != null) {
            cosmos.register(commands);
        }
    }

    Reply run(Call call) {
        try {
            @Nullable Command command = commands.get(call.name());
            if (command == null) {
                throw ErrorCode.COMMAND_NOT_FOUND.failure("no such command: '" + call.name() + "'");
            }
            auth.check(call);
            members.check(call, address);
            if (call.body().containsKey("autocommit")) {
                return transactions.run(call, command);
            }
            return cosmos == null ? command.run(call) : cosmos.run(call, command);
        } catch (CommandFailure failure) {
            return new Reply.Fields(failure.toReply());
        }
    }

    BsonDocument tail() {
        return gossips ? clock.gossip() : new BsonDocument();
    }
}
