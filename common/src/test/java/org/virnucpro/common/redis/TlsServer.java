package org.virnucpro.common.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;

/** A Redis that speaks only TLS: an installed one that can, else a container's; without either the test is skipped. */
record TlsServer(RedisAddress address, AutoCloseable server) implements AutoCloseable {

    private static final String PASSWORD = "only-a-test";
    private static final int PORT = 6379;

    static TlsServer start(TestCertificates certificates, boolean asksForClientCertificate) throws IOException {
        HostEnvironment host = HostEnvironment.ofProcess();
        List<String> options = List.of("tls-auth-clients", asksForClientCertificate ? "yes" : "no");
        try {
            return installed(host, certificates, options);
        } catch (BrokerException cannot) {
            boolean required = host.variable("VIRNUCPRO_REQUIRE_TESTCONTAINERS").isPresent();
            Assumptions.assumeTrue(
                    required || DockerClientFactory.instance().isDockerAvailable(),
                    "no redis-server with TLS on the PATH and no Docker: " + cannot.getMessage());
            return container(host, certificates, options);
        }
    }

    /** The same server under another name of this machine. */
    RedisAddress at(String host) {
        return new RedisAddress(true, host, address.port(), 0, Optional.empty(), address.password());
    }

    @Override
    public void close() throws Exception {
        server.close();
    }

    private static TlsServer installed(HostEnvironment host, TestCertificates certificates, List<String> options)
            throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ServerOptions tls = ServerOptions.DEFAULT
                .at(new RedisAddress(false, "127.0.0.1", port, 0, Optional.empty(), Optional.of(PASSWORD)))
                .with(
                        "port 0",
                        "tls-port " + port,
                        "tls-cert-file " + certificates.file("server.crt"),
                        "tls-key-file " + certificates.file("server.key"),
                        "tls-ca-cert-file " + certificates.file("ca.crt"),
                        String.join(" ", options));
        return new TlsServer(address("localhost", port), PrivateRedisServer.start(host, tls));
    }

    @SuppressWarnings("resource") // the record closes it
    private static TlsServer container(HostEnvironment host, TestCertificates certificates, List<String> options) {
        List<String> command = new ArrayList<>(List.of("redis-server", "--port", "0", "--tls-port", "" + PORT));
        command.addAll(List.of("--tls-cert-file", "/tls/server.crt", "--tls-key-file", "/tls/server.key"));
        command.addAll(List.of("--tls-ca-cert-file", "/tls/ca.crt", "--requirepass", PASSWORD));
        command.addAll(List.of("--" + options.get(0), options.get(1)));
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(
                        host.variable("VIRNUCPRO_TEST_REDIS_IMAGE").orElse("redis:7")))
                .withExposedPorts(PORT)
                .withCommand(command.toArray(String[]::new));
        for (String name : List.of("server.crt", "server.key", "ca.crt")) {
            container.withCopyFileToContainer(MountableFile.forHostPath(certificates.file(name), 0644), "/tls/" + name);
        }
        container.start();
        return new TlsServer(address(container.getHost(), container.getMappedPort(PORT)), container);
    }

    private static RedisAddress address(String host, int port) {
        return new RedisAddress(true, host, port, 0, Optional.empty(), Optional.of(PASSWORD));
    }
}
