package org.virnucpro.common.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

    @TempDir
    private Path folder;

    @Test
    void folders_in_a_folder_shared_with_a_group_are_shared_with_it_too() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"));
        Files.setAttribute(folder, "unix:mode", 02770);
        Path deep = folder.resolve("out/.virnucpro-r/parts");
        Folders.create(deep);
        for (Path made = deep; !made.equals(folder); made = made.getParent()) {
            assertThat(mode(made) & 02070).as(made.toString()).isEqualTo(02070);
        }
    }

    @Test
    void elsewhere_the_umask_decides() throws IOException {
        Path usual = Files.createDirectory(folder.resolve("usual"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
        Folders.create(folder.resolve("made/below"));
        assertThat(mode(folder.resolve("made"))).isEqualTo(mode(usual));
        assertThat(mode(folder.resolve("made/below"))).isEqualTo(mode(usual));
    }

    @Test
    void a_link_to_a_folder_is_one_and_a_file_is_none() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Folders.create(link);
        Folders.create(link.resolve("below"));
        assertThat(real.resolve("below")).isDirectory();
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Folders.create(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Folders.create(file.resolve("below"))).isInstanceOf(FileSystemException.class);
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode") & 07777;
    }
}
