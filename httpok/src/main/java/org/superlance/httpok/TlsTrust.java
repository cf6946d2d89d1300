package org.superlance.httpok;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.http.Endpoint;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.TextSanitizer;

/** Which certificates of a server are accepted. */
enum TlsTrust {
    /** Those that verify; any other fails the check. */
    VERIFIED,
    /** All; the first that does not verify is logged. */
    ANY_WITH_WARNING,
    /** All, without a warning. */
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
            throw new IllegalStateException("this Java does not support TLS", e);
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
            throw new IllegalArgumentException("--cacert: cannot read " + file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("--cacert: " + file + " contains no PEM certificates", e);
        }
        throw new IllegalArgumentException("--cacert: " + file + " contains no PEM certificates");
    }

    /** Accepts every certificate: whether a service hangs does not depend on it, and no secret is sent. */
    private static final class TrustAllManager extends X509ExtendedTrustManager {

        private final X509ExtendedTrustManager verifier;
        private final boolean warns;
        private final LogOnce unverified = new LogOnce();

        TrustAllManager(X509ExtendedTrustManager verifier, boolean warns) {
            this.verifier = verifier;
            this.warns = warns;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            if (!warns) {
                return;
            }
            try {
                verifier.checkServerTrusted(chain, authType, socket);
            } catch (CertificateException e) {
                if (unverified.raise()) {
                    log().warn(
                                    "certificate of {} does not verify: {}; checking anyway: give --cacert to verify"
                                            + " it, or --insecure to silence this warning",
                                    socket.getRemoteSocketAddress(),
                                    TextSanitizer.excerpt(String.valueOf(e.getMessage())));
                }
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            verifier.checkServerTrusted(chain, authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            verifier.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            verifier.checkClientTrusted(chain, authType, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            verifier.checkClientTrusted(chain, authType, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            verifier.checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return verifier.getAcceptedIssuers();
        }

        /**
         * Looked up on use: this is created before the listener is ready, and the logging takes a while to be set up.
         */
        private static Logger log() {
            return LoggerFactory.getLogger(TlsTrust.class);
        }
    }
}
