/** A Redis server of one's own, for local runs and for tests. */
@NullMarked
package org.virnucpro.common.redis.server;

import org.jspecify.annotations.NullMarked;
