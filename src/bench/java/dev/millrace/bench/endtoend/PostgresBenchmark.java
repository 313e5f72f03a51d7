package dev.millrace.bench.endtoend;

import dev.millrace.bench.Goal;
import dev.millrace.bench.MillraceRun;
import dev.millrace.bench.ProcessRun;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Rounds;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import dev.millrace.bench.naive.NaivePostgres;
import dev.millrace.doubles.PostgresServer;
import java.util.List;
import java.util.Map;

/**
 * Migrates from the replay source into a real PostgreSQL on this machine, in turns with `psql \copy` of the same rows in the
 * server's own format over as many connections, and with what one writes in an afternoon. Beside psql counts the load, from
 * millrace's first event to its last committed chunk; beside the naive program, which makes its table and reads a sample as well, the
 * whole process, keys included. `PostgresBenchmark PROGRAM MEGABYTES ROUNDS KIND...`.
 */
public final class PostgresBenchmark {

    private static final int CONNECTIONS = 4;

    /** Of a connection: that none is idle for long while the others end. */
    private static final int CHUNKS_EACH = 4;

    private final Scratch scratch;
    private final String program;
    private final DocumentKind kind;
    private final Replay source;
    private final PostgresServer server;

    private PostgresBenchmark(
            Scratch scratch, String program, DocumentKind kind, Replay source, PostgresServer server) {
        this.scratch = scratch;
        this.program = program;
        this.kind = kind;
        this.source = source;
        this.server = server;
    }

    public static void main(String... args) throws Exception {
        if (!ReadyRows.canBeCopied()) {
            Results.leftOut("migrations into PostgreSQL", "psql is not installed");
            return;
        }
        for (String name : List.of(args).subList(3, args.length)) {
            DocumentKind kind = DocumentKind.valueOf(name);
            try (Scratch scratch = Scratch.open("millrace-load");
                    Replay source = Replay.start(kind, kind.count(Integer.parseInt(args[1])));
                    PostgresServer server =
                            PostgresServer.start(Map.of("max_wal_size", "8GB", "shared_buffers", "512MB"))) {
                new PostgresBenchmark(scratch, args[0], kind, source, server).run(Integer.parseInt(args[2]));
            }
        }
    }

    private void run(int rounds) throws Exception {
        migrate();
        Results.part("PostgreSQL "
                + server.rows("bench", "SELECT current_setting('server_version')")
                        .getFirst());
        ReadyRows rows = ReadyRows.of(server, scratch, CONNECTIONS);
        List<List<Load>> loads = Rounds.inTurns(rounds, List.of(this::migrate, () -> copy(rows), this::naive));
        List<Cost> ours = loads.get(0).stream().map(Load::rows).toList();
        boolean flat = kind == DocumentKind.FLAT;
        Series rate = Series.of(ours, Cost::rate);
        Result row = Cost.row(
                "migrate " + kind.size + " to PostgreSQL, " + CONNECTIONS + " connections", ours, rate, source);
        Results.add(row.against(
                        "psql \\copy binary, same rows",
                        Series.of(loads.get(1), load -> load.rows().rate()))
                .goal(flat ? Goal.ratio(0.60) : Goal.ratio(0.70)));
        Results.add(Result.of(
                        "    from start to end",
                        Series.of(loads.get(0), load -> load.whole().rate()))
                .against(
                        "naive, one thread",
                        Series.of(loads.get(2), load -> load.whole().rate()))
                .goal(Goal.ratio(3)));
    }

    /** The time in which rows were loaded, and that of the whole process. */
    private record Load(Cost rows, Cost whole) {

        static Load of(Cost both) {
            return new Load(both, both);
        }
    }

    private Load migrate() throws Exception {
        MillraceRun run = new ProgramRuns(scratch, program)
                .migrate(
                        source,
                        server.database("bench"),
                        CONNECTIONS,
                        Math.max(1, source.documents() / (CHUNKS_EACH * CONNECTIONS)));
        check();
        return new Load(Cost.moving(source.documents(), run), Cost.of(source.documents(), run.whole()));
    }

    private Load copy(ReadyRows rows) throws Exception {
        String database = server.database("bench");
        server.execute("bench", rows.table());
        Cost cost = Cost.of(source.documents(), ProcessRun.of(scratch.fresh("log"), rows.copy(database)));
        check();
        return Load.of(cost);
    }

    private Load naive() throws Exception {
        server.database("bench");
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/bench?user=postgres";
        List<String> command = JavaCommand.of(NaivePostgres.class, source.uri(), url);
        Cost cost = Cost.of(source.documents(), ProcessRun.of(scratch.fresh("log"), command));
        check();
        return Load.of(cost);
    }

    private void check() throws Exception {
        if (server.number("bench", "SELECT count(*) FROM orders") != source.documents()) {
            throw new IllegalStateException("rows are missing");
        }
    }
}
