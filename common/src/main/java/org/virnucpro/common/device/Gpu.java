package org.virnucpro.common.device;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A graphics card of this host, or a part of a divided one.
 *
 * @param index its place in the list, in the order of the PCI addresses; may be another one after a restart of the host
 * @param uuid what names it for good: {@code GPU-...} or {@code MIG-...}
 * @param name the kind of card, as its driver says it
 * @param memoryTotalBytes of the card
 * @param minorNumber N of its device file /dev/nvidiaN
 */
public record Gpu(int index, String uuid, String name, OptionalLong memoryTotalBytes, OptionalInt minorNumber) {}
