package org.virnucpro.common.part;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that guards the bytes of a part. */
final class PartDigest {

    private PartDigest() {}

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
