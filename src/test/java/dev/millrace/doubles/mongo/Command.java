package dev.millrace.doubles.mongo;

/** One command of the server. Throws CommandFailure for an answer with {@code ok: 0}. */
interface Command {
    Reply run(Call call);
}
