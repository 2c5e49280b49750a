package org.virnucpro.coordinator.http;

/**
 * One line of the route table.
 *
 * @param method GET reads, POST changes
 * @param path its form
 * @param access who may use it
 * @param lane which threads answer it
 * @param handler answers
 */
public record Route(Method method, PathTemplate path, Access access, Lane lane, Handler handler) {

    /** Who may use a route. */
    public enum Access {
        OPEN,
        /** Only with the token; nobody when the server has none. */
        TOKEN
    }

    /** Which threads answer a route. */
    public enum Lane {
        /** Those that may wait for the broker. */
        SHARED,
        /** One for health and metrics, whose handlers wait for nobody, so that they answer when all others wait. */
        VITAL
    }

    /** A page or a resource that everybody may read. */
    public static Route get(String path, Handler handler) {
        return new Route(Method.GET, new PathTemplate(path), Access.OPEN, Lane.SHARED, handler);
    }

    /** Health or metrics: the handler must not wait for anything. */
    public static Route vital(String path, Handler handler) {
        return new Route(Method.GET, new PathTemplate(path), Access.OPEN, Lane.VITAL, handler);
    }

    /** A change, for those who have the token. */
    public static Route change(String path, Handler handler) {
        return new Route(Method.POST, new PathTemplate(path), Access.TOKEN, Lane.SHARED, handler);
    }
}
