package org.virnucpro.common.redis;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.redisson.config.Config;
import org.redisson.config.SslVerificationMode;

/**
 * Whom a TLS connection trusts and who it says it is. The server's certificate and host name are always checked. Immutable.
 */
public final class BrokerTls {

    /** The authorities that Java trusts, no certificate of this client. */
    public static final BrokerTls SYSTEM = new BrokerTls(Optional.empty(), Optional.empty());

    private static final int MAXIMAL_FILE = 1 << 20;
    private static final char[] NO_PASSWORD = {};
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private final Optional<TrustManagerFactory> trust;
    private final Optional<KeyManagerFactory> identity;

    private BrokerTls(Optional<TrustManagerFactory> trust, Optional<KeyManagerFactory> identity) {
        this.trust = trust;
        this.identity = identity;
    }

    /**
     * Reads PEM files.
     *
     * @param authorities certificates of the authorities to trust instead of Java's
     * @param certificate this client's certificate, then those between it and the authority
     * @param key its private key: PKCS#8, not encrypted
     * @throws IOException when a file cannot be read or holds something else; the message names it
     * @throws IllegalArgumentException when only one of certificate and key is given
     */
    public static BrokerTls read(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key)
            throws IOException {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("a client certificate and its key must be given together");
        }
        return new BrokerTls(
                authorities.isPresent() ? Optional.of(trust(authorities.get())) : Optional.empty(),
                certificate.isPresent() && key.isPresent()
                        ? Optional.of(identity(certificate.get(), key.get()))
                        : Optional.empty());
    }

    void configure(Config config) {
        config.setSslVerificationMode(SslVerificationMode.STRICT);
        trust.ifPresent(config::setSslTrustManagerFactory);
        identity.ifPresent(config::setSslKeyManagerFactory);
    }

    private static TrustManagerFactory trust(Path file) throws IOException {
        Collection<? extends Certificate> certificates = certificates(file);
        try {
            KeyStore store = emptyStore();
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyManagerFactory identity(Path certificate, Path key) throws IOException {
        Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("client", privateKey(key, chain[0].getPublicKey().getAlgorithm()), NO_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        Collection<? extends Certificate> found;
        try {
            found = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificates in PEM: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new IOException(file + " holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
        }
        return found;
    }

    private static PrivateKey privateKey(Path file, String algorithm) throws IOException {
        Matcher pem = KEY.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new IOException(file + " holds no plain PKCS#8 key (-----BEGIN PRIVATE KEY-----); make one with:"
                    + " openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without the cause: what a decoder says about a key may quote it.
            throw new IOException(file + " is not the " + algorithm + " key of the client certificate");
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAXIMAL_FILE + 1);
            if (bytes.length > MAXIMAL_FILE) {
                throw new IOException(file + " is longer than 1 MiB: not a PEM file of certificates or a key");
            }
            return bytes;
        }
    }
}
