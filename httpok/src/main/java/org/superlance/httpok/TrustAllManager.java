package org.superlance.httpok;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.http.MessageExcerpt;

/** Accepts every certificate: whether a service hangs does not depend on it, and no secret is sent. */
final class TrustAllManager extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager verifier;
    private final AtomicBoolean silent;

    TrustAllManager(X509ExtendedTrustManager verifier, boolean warns) {
        this.verifier = verifier;
        this.silent = new AtomicBoolean(!warns);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        if (silent.get()) {
            return;
        }
        try {
            verifier.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            if (silent.compareAndSet(false, true)) {
                log().warn(
                                "the certificate of {} does not verify ({}); checks go on and do not depend on it: give"
                                        + " --cacert to make them, or --insecure to silence this",
                                socket.getRemoteSocketAddress(),
                                MessageExcerpt.of(String.valueOf(e.getMessage())));
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

    /** Found when needed: this is made before the listener is ready, and a log takes a while to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(TrustAllManager.class);
    }
}
