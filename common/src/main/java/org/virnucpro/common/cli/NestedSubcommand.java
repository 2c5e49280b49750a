package org.virnucpro.common.cli;

/** A subcommand that stands below another one, which may be of another module; found like that. */
public interface NestedSubcommand extends Subcommand {

    /** The name of the command above it, directly below {@code virnucpro}. Without that one this one is not there. */
    String parent();
}
