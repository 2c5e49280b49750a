package org.virnucpro.coordinator.page;

/**
 * A file of the page.
 *
 * @param path below the page's address; the page itself has an empty one
 * @param contentType for the browser
 * @param tag changes with the content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
public record PageAsset(String path, String contentType, byte[] content, String tag) {}
