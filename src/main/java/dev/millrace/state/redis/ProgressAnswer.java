package dev.millrace.state.redis;

import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.StoredReport;
import dev.millrace.state.WorkerReport;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Reads what {@link RunScripts#PROGRESS} answers. */
final class ProgressAnswer {

    private ProgressAnswer() {}

    static RunProgress of(String runId, Response answer) {
        RunPhase phase = RunPhase.valueOf(RunCalls.word(answer));
        if (phase == RunPhase.UNKNOWN) {
            return RunProgress.unknown(runId);
        }
        int chunks = answer.get(2).toInteger();
        int done = answer.get(3).toInteger();
        int leased = answer.get(9).toInteger();
        int failed = answer.get(10).toInteger();
        return new RunProgress(
                runId,
                phase,
                Instant.ofEpochMilli(answer.get(1).toLong()),
                chunks,
                chunks - done - leased - failed,
                leased,
                done,
                failed,
                answer.get(4).toLong(),
                answer.get(5).toLong(),
                answer.get(6).toLong(),
                answer.get(7).toLong(),
                answer.get(8).toLong(),
                workers(answer.get(12), Instant.ofEpochMilli(answer.get(11).toLong())));
    }

    private static List<WorkerReport> workers(Response reports, Instant now) {
        return reports.stream()
                .map(report -> StoredReport.parse(report.toString()))
                .filter(stored -> stored.until().isAfter(now))
                .map(StoredReport::report)
                .sorted(Comparator.comparing(WorkerReport::worker))
                .toList();
    }
}
