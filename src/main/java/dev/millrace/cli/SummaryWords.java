package dev.millrace.cli;

/**
 * What a command calls the documents that it has dealt with.
 *
 * @param written  those that are in the target
 * @param rejected those that are not
 */
record SummaryWords(String written, String rejected) {

    static final SummaryWords MOVED = new SummaryWords("written", "rejected");
    static final SummaryWords COMPARED = new SummaryWords("equal", "different");
}
