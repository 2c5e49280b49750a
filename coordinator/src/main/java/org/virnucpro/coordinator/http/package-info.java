/** The HTTP server of the coordinator: a route table, its guards and limits, and what Netty needs. Knows no run and no Redis. */
@NullMarked
package org.virnucpro.coordinator.http;

import org.jspecify.annotations.NullMarked;
