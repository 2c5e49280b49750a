package org.virnucpro.common.cli;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code virnucpro}: a picocli command found through {@link java.util.ServiceLoader}, so that the
 * modules add commands without knowing each other. {@link #call} returns one of {@link ExitCodes}.
 */
public interface Subcommand extends Callable<Integer> {}
