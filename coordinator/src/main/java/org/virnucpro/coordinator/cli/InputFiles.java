package org.virnucpro.coordinator.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;

/** From what a person wrote to the files that are meant. A file that is named twice counts once. */
final class InputFiles {

    private static final Pattern PATTERN_CHARACTERS = Pattern.compile("[*?\\[{]");
    private static final String STANDARD_INPUT = "-";

    private final Path current;

    /** @param current folder that relative paths start from */
    InputFiles(Path current) {
        this.current = current;
    }

    /**
     * All files, first the named ones, then those of the list.
     *
     * @param named files, patterns or {@code -}
     * @param list file with one path per line, or {@code -}; null for none
     * @param standardInput holds the list when it is {@code -}
     */
    List<Path> all(List<String> named, @Nullable Path list, InputStream standardInput) {
        Set<Path> files = new LinkedHashSet<>();
        for (String name : named) {
            files.addAll(matching(name));
        }
        if (list != null) {
            if (list.toString().equals(STANDARD_INPUT) && files.contains(Path.of(STANDARD_INPUT))) {
                throw new CommandException(
                        ExitCodes.USAGE, "standard input cannot be an input and the --input-list at the same time");
            }
            files.addAll(listed(list, standardInput));
        }
        return List.copyOf(files);
    }

    private List<Path> matching(String name) {
        if (name.equals(STANDARD_INPUT)) {
            return List.of(Path.of(name));
        }
        Path literal = current.resolve(name);
        if (!PATTERN_CHARACTERS.matcher(name).find() || Files.exists(literal)) {
            return List.of(literal);
        }
        List<Path> found = found(name);
        if (found.isEmpty()) {
            throw new CommandException(ExitCodes.NO_INPUT, "no file matches the pattern '" + name + "'");
        }
        return found;
    }

    /** Regular files, in the order of their names; hidden ones only where the pattern asks for them. */
    private List<Path> found(String pattern) {
        Path fixed = pattern.startsWith("/") ? Path.of("/") : current;
        int depth = 0;
        for (Path element : Path.of(pattern)) {
            if (depth == 0 && !PATTERN_CHARACTERS.matcher(element.toString()).find()) {
                fixed = fixed.resolve(element);
            } else if (depth < Integer.MAX_VALUE) {
                depth = element.toString().contains("**") ? Integer.MAX_VALUE : depth + 1;
            }
        }
        if (!Files.isDirectory(fixed)) {
            return List.of();
        }
        PathMatcher matcher = matcher(current.resolve(pattern).toString());
        try (Stream<Path> walk = Files.walk(fixed, depth)) {
            return walk.filter(Files::isRegularFile)
                    .filter(matcher::matches)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException failure) {
            throw new CommandException(
                    ExitCodes.NO_INPUT,
                    "cannot look for files that match '" + pattern + "': " + failure.getMessage(),
                    failure);
        }
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException wrong) {
            throw new CommandException(
                    ExitCodes.USAGE, "'" + pattern + "' is no pattern: " + wrong.getDescription(), wrong);
        }
    }

    private List<Path> listed(Path list, InputStream standardInput) {
        boolean standard = list.toString().equals(STANDARD_INPUT);
        Path folder = standard || list.getParent() == null ? current : list.getParent();
        List<Path> files = new ArrayList<>();
        try (InputStream in = standard ? standardInput : Files.newInputStream(list);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String path = line.strip();
                if (!path.isEmpty() && !path.startsWith("#")) {
                    files.add(folder.resolve(path));
                }
            }
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.NO_INPUT, "cannot read --input-list " + list + ": " + failure, failure);
        }
        if (files.isEmpty()) {
            throw new CommandException(ExitCodes.NO_INPUT, "--input-list " + list + " names no file");
        }
        return files;
    }
}
