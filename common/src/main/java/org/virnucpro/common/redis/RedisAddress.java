package org.virnucpro.common.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a Redis is and how to get in.
 *
 * @param tls whether the connection is encrypted
 * @param database number of the logical database
 */
public record RedisAddress(
        boolean tls, String host, int port, int database, Optional<String> user, Optional<String> password) {

    private static final int DEFAULT_PORT = 6379;

    /**
     * Reads {@code redis://[user:password@]host[:port][/database]}, or {@code rediss://...} for TLS. Reserved characters of
     * user and password are percent-encoded.
     *
     * @throws IllegalArgumentException when it is not such a URL; the message never repeats a password
     */
    public static RedisAddress parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw malformed(e.getReason());
        }
        boolean tls = "rediss".equals(uri.getScheme());
        if (!tls && !"redis".equals(uri.getScheme())) {
            throw malformed("it must begin with redis:// or rediss://");
        }
        String host = uri.getHost();
        if (host == null) {
            throw malformed("it names no host");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw malformed("it has a query or a fragment");
        }
        // Split before decoding, so that a colon in a password can be written as %3A.
        String credentials = uri.getUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = credentials.indexOf(':');
        String user = colon < 0 ? credentials : credentials.substring(0, colon);
        String password = colon < 0 ? "" : credentials.substring(colon + 1);
        return new RedisAddress(
                tls,
                host,
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                database(uri.getPath()),
                decoded(user),
                decoded(password));
    }

    /** The same address with another password. */
    public RedisAddress withPassword(String other) {
        return new RedisAddress(tls, host, port, database, user, Optional.of(other));
    }

    /** Scheme, host and port, without anything secret. */
    public String endpoint() {
        return (tls ? "rediss://" : "redis://") + host + ":" + port;
    }

    /** The URL without the password. */
    @Override
    public String toString() {
        return endpoint() + "/" + database;
    }

    private static int database(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return 0;
        }
        if (!path.matches("/[0-9]{1,5}")) {
            throw malformed("what follows the port must be the number of a database");
        }
        return Integer.parseInt(path.substring(1));
    }

    private static Optional<String> decoded(String raw) {
        return raw.isEmpty()
                ? Optional.empty()
                : Optional.of(URI.create("x:///" + raw).getPath().substring(1));
    }

    private static IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException(
                "not a Redis URL of the form redis://[user:password@]host:port[/database]: " + why);
    }
}
