package org.superlance.listener.http;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Lays TLS over a connected socket. */
final class TlsConnector {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private TlsConnector() {}

    static HttpConnection wrap(Socket plain, Endpoint.Tcp tcp, Endpoint.Tls tls) throws IOException {
        try {
            SSLSocket socket = (SSLSocket) tls.sockets().createSocket(plain, tcp.host(), tcp.port(), true);
            socket.setSSLParameters(parameters(socket.getSSLParameters(), tcp.host(), tls.verifyHost()));
            socket.startHandshake();
            // the plain socket is what gets closed: closing the other one wants to write, and may block on it
            return new HttpConnection(
                    socket.getInputStream(),
                    socket.getOutputStream(),
                    List.of(socket.getSession().getPeerCertificates()),
                    plain);
        } catch (IOException | IllegalArgumentException e) {
            plain.close();
            throw e instanceof IOException io ? io : new IOException("'" + tcp.host() + "' is no name for TLS", e);
        }
    }

    private static SSLParameters parameters(SSLParameters parameters, String host, boolean verifyHost) {
        if (verifyHost) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!ADDRESS.matcher(host).matches()) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        return parameters;
    }
}
