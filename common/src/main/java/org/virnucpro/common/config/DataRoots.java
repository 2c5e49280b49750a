package org.virnucpro.common.config;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.task.DataPath;

/**
 * Where this process keeps the data roots: the only folders in which it opens and writes data. A path that leaves its root,
 * by {@code ..} or over a symbolic link, is refused. Immutable.
 */
public final class DataRoots {

    private final Map<String, Path> roots;

    private DataRoots(Map<String, Path> roots) {
        this.roots = roots;
    }

    /**
     * Roots by name.
     *
     * @throws DataRootException when one is not a folder
     */
    public static DataRoots of(Map<String, Path> folders) {
        Map<String, Path> real = new LinkedHashMap<>();
        folders.forEach((name, folder) -> real.put(name, realFolder(name, folder)));
        return new DataRoots(real);
    }

    /**
     * Roots from the command line, each {@code NAME=DIR}.
     *
     * @throws DataRootException when one is not of this form, named twice, or not a folder
     */
    public static DataRoots parse(Collection<String> definitions) {
        Map<String, Path> folders = new LinkedHashMap<>();
        for (String definition : definitions) {
            int equals = definition.indexOf('=');
            if (equals < 1 || equals == definition.length() - 1 || definition.lastIndexOf(':', equals) >= 0) {
                throw new DataRootException(
                        "a data root is NAME=DIR, without a colon in the name; this is not: '" + definition + "'");
            }
            String name = definition.substring(0, equals);
            if (folders.put(name, path(name, definition.substring(equals + 1))) != null) {
                throw new DataRootException("the data root '" + name + "' is given twice");
            }
        }
        return of(folders);
    }

    /** Whether a root of this name is known here. */
    public boolean contains(String root) {
        return roots.containsKey(root);
    }

    /** The roots in the order given. */
    public Map<String, Path> folders() {
        return Map.copyOf(roots);
    }

    /**
     * The place of a data path on this machine; it need not exist.
     *
     * @throws DataRootException when the root is unknown or the path leaves it
     */
    public Path resolve(DataPath data) {
        Path root = roots.get(data.root());
        if (root == null) {
            throw new DataRootException("'" + data + "': no data root '" + data.root() + "' here, only "
                    + roots.keySet() + "; add --data-root " + data.root() + "=DIR");
        }
        Path relative = path(data.root(), data.relative());
        for (Path element : relative) {
            if (element.toString().equals("..")) {
                throw new DataRootException("'" + data + "' leaves its data root " + root + ": no '..' is allowed");
            }
        }
        Path real = real(root.resolve(relative).normalize());
        if (!real.startsWith(root)) {
            throw new DataRootException("'" + data + "' leaves its data root " + root + ": it is " + real);
        }
        return real;
    }

    /**
     * Names a file of this machine by the deepest root above it, after following symbolic links.
     *
     * @throws DataRootException when it lies below none
     */
    public DataPath locate(Path file) {
        Path real = real(file.toAbsolutePath().normalize());
        Optional<Map.Entry<String, Path>> deepest = roots.entrySet().stream()
                .filter(root -> real.startsWith(root.getValue()))
                .max(Comparator.comparingInt(root -> root.getValue().getNameCount()));
        Map.Entry<String, Path> root = deepest.orElseThrow(
                () -> new DataRootException(real + " lies below no data root; the roots are " + roots));
        String relative = root.getValue().relativize(real).toString();
        return new DataPath(root.getKey(), relative.replace(File.separatorChar, '/'));
    }

    @Override
    public String toString() {
        return roots.toString();
    }

    /** Follows links as far as the path exists; what does not exist yet cannot be a link. */
    private static Path real(Path path) {
        Path existing = path;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            Path parent = existing.getParent();
            if (parent == null) {
                throw new DataRootException("not an absolute path: " + path);
            }
            existing = parent;
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(path)).normalize();
        } catch (IOException failure) {
            throw new DataRootException("cannot follow " + existing + ": " + failure, failure);
        }
    }

    private static Path realFolder(String name, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataRootException("the data root '" + name + "' is not a folder: " + folder);
        }
        return real(folder.toAbsolutePath().normalize());
    }

    private static Path path(String root, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException impossible) {
            throw new DataRootException("not a path below the data root '" + root + "': " + impossible, impossible);
        }
    }
}
