/** What a process that serves a cluster tells whoever supervises it: systemd, or a container's health check. */
@NullMarked
package org.virnucpro.common.service;

import org.jspecify.annotations.NullMarked;
