package org.virnucpro.common.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the jar that was started. */
final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = BuildVersion.class.getPackage().getImplementationVersion();
        return new String[] {"virnucpro " + (version == null ? "(not packaged)" : version)};
    }
}
