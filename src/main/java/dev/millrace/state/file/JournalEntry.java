package dev.millrace.state.file;

import dev.millrace.state.StoredFailure;
import dev.millrace.state.StoredReceipt;

/** One change of a run's state, as a line of the journal. */
sealed interface JournalEntry {

    /** One line without its newline. */
    String text();

    /** A process began to work: leases of the one before are void. Fences start here. */
    record Opened(long fence) implements JournalEntry {
        @Override
        public String text() {
            return "O " + fence;
        }
    }

    record Leased(int chunk, long fence) implements JournalEntry {
        @Override
        public String text() {
            return "L " + chunk + " " + fence;
        }
    }

    record Released(int chunk) implements JournalEntry {
        @Override
        public String text() {
            return "R " + chunk;
        }
    }

    record Done(int chunk, StoredReceipt receipt) implements JournalEntry {
        @Override
        public String text() {
            return "D " + chunk + " " + receipt.text();
        }
    }

    record Failed(int chunk, StoredFailure failure) implements JournalEntry {
        @Override
        public String text() {
            return "F " + chunk + " " + failure.text();
        }
    }

    /** Every failed chunk became pending again. */
    record Retried() implements JournalEntry {
        @Override
        public String text() {
            return "A";
        }
    }

    record Finished() implements JournalEntry {
        @Override
        public String text() {
            return "X";
        }
    }

    /** The reverse of {@link #text}; throws a RuntimeException of any kind when the text is not of that form. */
    static JournalEntry parse(String text) {
        return switch (text.charAt(0)) {
            case 'O' -> new Opened(Long.parseLong(text.substring(2)));
            case 'L' -> new Leased(chunk(text), Long.parseLong(rest(text)));
            case 'R' -> new Released(Integer.parseInt(text.substring(2)));
            case 'D' -> new Done(chunk(text), StoredReceipt.parse(rest(text)));
            case 'F' -> new Failed(chunk(text), StoredFailure.parse(rest(text)));
            case 'A' -> new Retried();
            case 'X' -> new Finished();
            default -> throw new IllegalArgumentException("unknown entry " + text.charAt(0));
        };
    }

    private static int chunk(String text) {
        return Integer.parseInt(text.substring(2, text.indexOf(' ', 2)));
    }

    private static String rest(String text) {
        return text.substring(text.indexOf(' ', 2) + 1);
    }
}
