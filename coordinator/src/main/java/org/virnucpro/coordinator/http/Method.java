package org.virnucpro.coordinator.http;

/** What a request may do. A HEAD request is answered like GET, without the body. */
public enum Method {
    /** Reads; open to whoever reaches the server. */
    GET,
    /** Changes something. */
    POST
}
