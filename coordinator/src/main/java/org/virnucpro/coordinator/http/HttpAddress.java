package org.virnucpro.coordinator.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host name or address of an interface of this machine
 * @param port 0: any that is free
 */
public record HttpAddress(String host, int port) {

    private static final Pattern FORM = Pattern.compile("(?:(\\[[0-9a-fA-F:.%]+]|[^:\\[\\]/\\s]+):)?(\\d{1,5})");
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Reads {@code HOST:PORT} or {@code PORT}, which is on the loopback interface.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static HttpAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(2)) > 65535) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT, such as 127.0.0.1:8470 or [::1]:8470");
        }
        String host = form.group(1) == null ? LOOPBACK : form.group(1);
        return new HttpAddress(host.replaceAll("[\\[\\]]", ""), Integer.parseInt(form.group(2)));
    }

    /** A port of the loopback interface. */
    public static HttpAddress loopback(int port) {
        return new HttpAddress(LOOPBACK, port);
    }

    InetSocketAddress socketAddress() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    /** Whether only programs of this machine can reach it. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException nowhere) {
            return false;
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
