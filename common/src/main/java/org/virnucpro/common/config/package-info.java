/** Settings, and the only place that reads the environment. */
@NullMarked
package org.virnucpro.common.config;

import org.jspecify.annotations.NullMarked;
