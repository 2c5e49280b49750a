package org.virnucpro.coordinator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Machine-readable output: one object on one line. */
final class JsonOutput {

    private JsonOutput() {}

    static String line(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values did not become JSON", impossible);
        }
    }

    /** Standard output as the command line was given it. */
    static PrintWriter writer(@Nullable CommandSpec command) {
        return Objects.requireNonNull(command, "picocli sets it").commandLine().getOut();
    }
}
