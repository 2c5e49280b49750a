package org.virnucpro.coordinator.http;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Refuses requests that a page of somebody else makes a browser send: under a name that was made to point here (DNS
 * rebinding), or across sites. Ports do not count, since tunnels and proxies change them.
 */
public final class HostPolicy {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.%]+]");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private final boolean loopback;
    private final Set<String> names;

    /**
     * @param loopback whether the server listens for this machine only: then {@code localhost} is its only name
     * @param names further ones that people use for it
     */
    public HostPolicy(boolean loopback, Collection<String> names) {
        this.loopback = loopback;
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Looks at the headers.
     *
     * @throws HttpProblem (400, 403, 421) when the request is to be refused
     */
    void check(Request request) {
        String host = request.header("host")
                .orElseThrow(() -> HttpProblem.badRequest("the request has no Host header", "speak HTTP/1.1"))
                .toLowerCase(Locale.ROOT);
        if (!isOurs(PORT.matcher(host).replaceFirst(""))) {
            throw new HttpProblem(
                    421,
                    "wrong_host",
                    "this server does not go by the name '" + host + "'",
                    "use localhost or its address, or start it with --http-name NAME");
        }
        Optional<String> origin = request.header("origin");
        if (origin.isPresent() && !sameHost(origin.get().toLowerCase(Locale.ROOT), host)) {
            throw crossSite("its Origin is " + origin.get());
        }
        if (!request.method().equals(Method.GET.name())
                && request.header("sec-fetch-site").orElse("none").equals("cross-site")) {
            throw crossSite("its Sec-Fetch-Site is cross-site");
        }
    }

    private boolean isOurs(String name) {
        if (name.equals("localhost") || ADDRESS.matcher(name).matches() || names.contains(name)) {
            return true;
        }
        // a name without a dot is one of the local network, which nobody else can register
        return !loopback && !name.isEmpty() && !name.contains(".") && !name.contains(":");
    }

    private static boolean sameHost(String origin, String host) {
        int scheme = origin.indexOf("://");
        return scheme > 0 && origin.substring(scheme + 3).equals(host);
    }

    private static HttpProblem crossSite(String why) {
        return new HttpProblem(
                403,
                "cross_site",
                "the request comes from a page of another site: " + why,
                "open this server's own page");
    }
}
