package org.virnucpro.common.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Certificates made by the JDK's keytool, as PEM files: {@code ca.crt}, {@code other.crt} (an authority that signed nothing),
 * {@code server.crt} and {@code .key} for the host name localhost alone, {@code client.crt} and {@code .key}.
 */
final class TestCertificates {

    private static final String PASSWORD = "changeit";

    private final Path folder;

    private TestCertificates(Path folder) {
        this.folder = folder;
    }

    static TestCertificates make(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        TestCertificates made = new TestCertificates(folder);
        made.keytool("ca", "-ext", "bc:c=ca:true");
        made.keytool("other", "-ext", "bc:c=ca:true");
        made.keytool("server", "-signer", "ca", "-ext", "san=dns:localhost");
        made.keytool("client", "-signer", "ca");
        made.export();
        return made;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    private void keytool(String alias, String... more) throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElse("java");
        List<String> command = new ArrayList<>(
                List.of(Path.of(java).resolveSibling("keytool").toString(), "-genkeypair", "-keyalg", "EC"));
        command.addAll(List.of("-groupname", "secp256r1", "-validity", "2", "-storetype", "PKCS12"));
        command.addAll(List.of("-alias", alias, "-dname", "CN=" + alias, "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", folder.resolve("all.p12").toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
    }

    private void export() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("all.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        for (String alias : List.of("ca", "other", "server", "client")) {
            Key key = store.getKey(alias, PASSWORD.toCharArray());
            pem(alias + ".crt", "CERTIFICATE", store.getCertificate(alias).getEncoded());
            pem(alias + ".key", "PRIVATE KEY", key.getEncoded());
        }
    }

    private void pem(String name, String what, byte[] content) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + what + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + what
                        + "-----\n");
    }
}
