/** The run store in a local folder: one process works on a run, any number of others may watch. */
package dev.millrace.state.file;
