/** The shared work queues and the cluster registry on Redis: the only user of Redisson, and the home of the Lua scripts. */
@NullMarked
package org.virnucpro.common.redis;

import org.jspecify.annotations.NullMarked;
