package dev.millrace.cli;

import dev.millrace.config.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** Answers `--version`. */
public final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {BuildInfo.line()};
    }
}
