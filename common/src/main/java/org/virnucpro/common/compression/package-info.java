/**
 * Uncompressed bytes of files that are compressed in any of the usual ways, told by content. Every damage is a {@link
 * org.virnucpro.common.compression.CompressionException}; memory is bounded whatever a file says of itself.
 */
@NullMarked
package org.virnucpro.common.compression;

import org.jspecify.annotations.NullMarked;
