package org.virnucpro.common.redis.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.virnucpro.common.config.HostEnvironment;

/** The redis-server inside the jar of embedded-redis, unpacked once into the user's cache folder. */
final class BundledBinary {

    private BundledBinary() {}

    /** The name of the resource that fits this system; empty when none does. */
    static Optional<String> resource(HostEnvironment host) {
        String os = host.osName().toLowerCase(Locale.ROOT);
        String system = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : os;
        return switch (system + "-" + host.osArch()) {
            case "linux-amd64", "linux-x86_64" -> Optional.of("/redis-server-6.2.6-v5-linux-amd64");
            case "linux-aarch64" -> Optional.of("/redis-server-6.2.7-linux-arm64");
            case "darwin-x86_64" -> Optional.of("/redis-server-6.2.6-v5-darwin-amd64");
            case "darwin-aarch64" -> Optional.of("/redis-server-6.2.6-v5-darwin-arm64");
            default -> Optional.empty();
        };
    }

    /**
     * The unpacked program. Its name carries the digest of its content, and it appears there complete or not at all, so any
     * number of processes may do this at once.
     */
    static Path unpack(String resource, Path cache) throws IOException {
        byte[] content = read(resource);
        Path program = cache.resolve("redis-server-" + sha256(content).substring(0, 16));
        if (Files.isRegularFile(program) && Files.size(program) == content.length) {
            return program;
        }
        Files.createDirectories(cache);
        Path part = Files.createTempFile(
                cache,
                "redis-server-",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, program, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return program;
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = BundledBinary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("this build lacks " + resource + " of embedded-redis");
            }
            return in.readAllBytes();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
