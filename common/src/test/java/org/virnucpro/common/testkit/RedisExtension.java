package org.virnucpro.common.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.redis.RedisAddress;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;

/**
 * Gives tests a real Redis: a parameter of type {@link TestRedis}. One server per test JVM, the first of these that works; one
 * line says which:
 *
 * <ol>
 *   <li>the server that VIRNUCPRO_TEST_REDIS names (a URL);
 *   <li>a container, when Docker answers (image: VIRNUCPRO_TEST_REDIS_IMAGE, default {@code redis:7});
 *   <li>a private server, see {@link PrivateRedisServer}.
 * </ol>
 *
 * With VIRNUCPRO_REQUIRE_TESTCONTAINERS=1 only the container will do.
 */
public final class RedisExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(RedisExtension.class);
    private static final int PORT = 6379;
    private static final int PULL_SECONDS = 60;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestRedis.class;
    }

    @Override
    public TestRedis resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestRedis.class, key -> start(HostEnvironment.ofProcess()), TestRedis.class);
    }

    private static TestRedis start(HostEnvironment host) {
        boolean onlyContainer =
                host.variable("VIRNUCPRO_REQUIRE_TESTCONTAINERS").isPresent();
        Optional<String> url = host.variable("VIRNUCPRO_TEST_REDIS");
        if (url.isPresent() && !onlyContainer) {
            RedisAddress address = RedisAddress.parse(url.get());
            return announced(new TestRedis(address, () -> {}), "VIRNUCPRO_TEST_REDIS " + address);
        }
        String image = host.variable("VIRNUCPRO_TEST_REDIS_IMAGE").orElse("redis:7");
        String reason;
        try {
            return announced(startContainer(image), "Testcontainers, image " + image);
        } catch (RuntimeException e) {
            if (onlyContainer) {
                throw new IllegalStateException(
                        "VIRNUCPRO_REQUIRE_TESTCONTAINERS is set, but no container of " + image, e);
            }
            reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
        PrivateRedisServer server = PrivateRedisServer.start(host, ServerOptions.DEFAULT);
        return announced(new TestRedis(server.address(), server), server.description() + ", no container: " + reason);
    }

    @SuppressWarnings("resource") // TestRedis closes it
    private static TestRedis startContainer(String image) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException("Docker does not answer");
        }
        pullOnce(DockerClientFactory.instance().client(), image);
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(PORT);
        container.start();
        return new TestRedis(
                RedisAddress.parse("redis://" + container.getHost() + ":" + container.getMappedPort(PORT)), container);
    }

    /** Testcontainers itself would try for minutes where there is no network. */
    private static void pullOnce(DockerClient docker, String image) {
        try {
            docker.inspectImageCmd(image).exec();
        } catch (NotFoundException absent) {
            try {
                docker.pullImageCmd(image).start().awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while " + image + " was pulled", e);
            }
            docker.inspectImageCmd(image).exec();
        }
    }

    private static TestRedis announced(TestRedis redis, String how) {
        System.err.println("Tests use Redis " + redis.connection().serverVersion() + ": " + how);
        return redis;
    }
}
