package org.virnucpro.common.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.virnucpro.common.config.CurrentJvm;
import picocli.CommandLine.IVersionProvider;

/** Version and commit, which the build writes down; built outside of a git checkout, the commit is unknown. */
public final class BuildVersion implements IVersionProvider {

    private static final String FILE = "build.properties";

    @Override
    public String[] getVersion() {
        return new String[] {
            "virnucpro " + number() + " (commit " + commit() + ")", "Java " + CurrentJvm.version(),
        };
    }

    /** The version number. */
    public static String number() {
        String version = BuildVersion.class.getPackage().getImplementationVersion();
        return version == null ? properties().getProperty("version", "unpackaged") : version;
    }

    /** The commit, seven digits. */
    public static String commit() {
        return properties().getProperty("commit", "unknown");
    }

    private static Properties properties() {
        Properties properties = new Properties();
        try (InputStream file = BuildVersion.class.getResourceAsStream(FILE)) {
            if (file != null) {
                properties.load(file);
            }
            return properties;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
