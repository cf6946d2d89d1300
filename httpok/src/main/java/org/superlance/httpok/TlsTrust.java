package org.superlance.httpok;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.http.Endpoint;

/** Which certificates of a server are accepted. */
enum TlsTrust {
    /** Those that verify; with any other there is no answer. */
    VERIFIED,
    /** All; the first that does not verify is worth a warning. */
    ANY_WITH_WARNING,
    /** All, without a word. */
    ANY;

    /**
     * How to encrypt.
     *
     * @param authorities a file of certificates in PEM to trust instead of the machine's; null for the machine's
     * @throws IllegalArgumentException with a sentence for people if the file cannot be used
     */
    Endpoint.Tls tls(@Nullable Path authorities) {
        try {
            X509ExtendedTrustManager verifier = verifier(authorities == null ? null : store(authorities));
            TrustManager manager = switch (this) {
                case VERIFIED -> verifier;
                case ANY_WITH_WARNING -> new TrustAllManager(verifier, true);
                case ANY -> new TrustAllManager(verifier, false);
            };
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return new Endpoint.Tls(context.getSocketFactory(), true);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do TLS", e);
        }
    }

    private static X509ExtendedTrustManager verifier(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager verifier) {
                return verifier;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }

    private static KeyStore store(Path file) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            if (store.size() > 0) {
                return store;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("--cacert: cannot read " + file + "; name a file that can be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("--cacert: " + file + " holds no certificates in PEM", e);
        }
        throw new IllegalArgumentException("--cacert: " + file + " holds no certificates in PEM");
    }
}
