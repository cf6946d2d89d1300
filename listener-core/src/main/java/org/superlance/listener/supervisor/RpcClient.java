package org.superlance.listener.supervisor;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.ws.commons.serialize.XMLWriter;
import org.apache.ws.commons.serialize.XMLWriterImpl;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;
import org.apache.xmlrpc.client.XmlRpcClientException;
import org.apache.xmlrpc.client.XmlRpcClientRequestImpl;
import org.apache.xmlrpc.client.XmlRpcHttpTransportException;
import org.apache.xmlrpc.client.XmlRpcStreamTransport;
import org.apache.xmlrpc.common.XmlRpcStreamRequestConfig;
import org.apache.xmlrpc.serializer.BaseXmlWriterFactory;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.http.Credentials;
import org.superlance.listener.http.HttpClient;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpFailure;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.HttpResponse;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;
import org.xml.sax.SAXException;

/** Makes calls, and turns every outcome into a {@link RawResponse}. */
final class RpcClient implements Closeable {

    private static final long MAX_RESPONSE_SIZE = 16 << 20;
    /** Statuses of a server that did not execute the request. */
    private static final Set<Integer> NOT_EXECUTED = Set.of(400, 401, 403, 404, 405);

    private final RpcErrorMessages messages;
    private final HttpClient http;
    private final HttpLimits quick;
    private final HttpLimits waiting;
    private final XmlRpcClient client = new XmlRpcClient();
    private final XmlRpcClientConfigImpl config = new XmlRpcClientConfigImpl();
    private final Optional<Credentials> login;

    RpcClient(ServerUrl address, RpcTimeouts limits) {
        messages = new RpcErrorMessages(address);
        http = new HttpClient(address.endpoint());
        quick = new HttpLimits(limits.connect(), limits.response(), MAX_RESPONSE_SIZE);
        waiting = new HttpLimits(limits.connect(), limits.blocking(), MAX_RESPONSE_SIZE);
        login = address.credentials();
        client.setConfig(config);
        client.setXmlWriterFactory(new UnicodeXmlWriterFactory());
    }

    /** The outcome of a call, with its result not converted yet. */
    sealed interface RawResponse {

        /** @param value of the types that XML-RPC knows; null where the answer holds a value of no content */
        record Value(@Nullable Object value) implements RawResponse {}

        record FaultValue(int code, String text) implements RawResponse {}

        /** @param httpStatus the status of the answer if that is what is wrong, 0 otherwise */
        record Failure(String sentence, boolean mayHaveActed, int httpStatus) implements RawResponse {}
    }

    /** @param entries what becomes of each entry of an array that is the result, as soon as the entry has been read */
    RawResponse call(RpcCall call, UnaryOperator<Object> entries) {
        Transport transport = new Transport(client, request -> send(request, call.mode()), entries);
        Object[] parameters = call.parameters().toArray();
        try {
            return (RawResponse) transport.sendRequest(new XmlRpcClientRequestImpl(config, call.method(), parameters));
        } catch (XmlRpcHttpTransportException e) {
            String sentence = messages.status(e.getStatusCode(), e.getStatusMessage());
            return new RawResponse.Failure(sentence, !NOT_EXECUTED.contains(e.getStatusCode()), e.getStatusCode());
        } catch (XmlRpcException e) {
            return e.getCause() instanceof HttpFailure failure
                    ? new RawResponse.Failure(messages.failure(failure), failure.mayHaveActed(), 0)
                    : new RawResponse.Failure(messages.notXmlRpc(String.valueOf(e.getMessage())), true, 0);
        }
    }

    /** Has the JVM load what the first call needs. Asks nobody. */
    void prepare() throws IOException {
        http.prepare();
    }

    private HttpResponse send(HttpRequest call, RpcCall.Mode mode) throws HttpFailure {
        HttpRequest request = call.withLogin(login);
        return switch (mode) {
            case QUERY -> http.sendRepeatable(request, quick);
            // those that supervisord answers late are among these, and it miscounts their length
            case COMMAND -> http.send(request.withLengthInCharacters(), quick);
            case BLOCKING_COMMAND -> http.send(request.withLengthInCharacters(), waiting);
        };
    }

    @Override
    public void close() {
        http.close();
    }

    /**
     * Carries one call of the XML-RPC library over our own HTTP, and reads the answer with our own guards. Not one of the
     * library's own for HTTP: they read a file of the JAR for the name that they give themselves.
     */
    private static final class Transport extends XmlRpcStreamTransport {

        private final Exchange exchange;
        private final UnaryOperator<Object> entries;
        private @Nullable HttpResponse response;

        Transport(XmlRpcClient client, Exchange exchange, UnaryOperator<Object> entries) {
            super(client);
            this.exchange = exchange;
            this.entries = entries;
        }

        @Override
        protected void writeRequest(ReqWriter writer) throws XmlRpcException, IOException, SAXException {
            ByteArrayOutputStream body = new ByteArrayOutputStream(512);
            writer.write(body);
            response = exchange.send(HttpRequest.of("POST", "/RPC2")
                    .withHeader("User-Agent", "superlance")
                    .withBody("text/xml", body.toByteArray()));
        }

        @Override
        protected InputStream getInputStream() throws XmlRpcException {
            HttpResponse answer = Objects.requireNonNull(response);
            if (answer.status() != 200) {
                throw new XmlRpcHttpTransportException(answer.status(), answer.reason());
            }
            String coding = answer.headers().first("Content-Encoding").orElse("identity");
            if (!coding.equalsIgnoreCase("identity")) {
                throw new XmlRpcClientException("unexpected Content-Encoding '" + coding + "'", null);
            }
            return answer.body();
        }

        /** Never: a few bytes could become any number of them. */
        @Override
        protected boolean isResponseGzipCompressed(XmlRpcStreamRequestConfig config) {
            return false;
        }

        /**
         * Not by the library, which knows more types than there are in an answer and takes five times as long.
         *
         * @return an {@link RawResponse}, faults included
         */
        @Override
        protected Object readResponse(XmlRpcStreamRequestConfig config, InputStream in) throws XmlRpcException {
            try {
                return RpcResponseReader.read(in, entries);
            } catch (IOException e) {
                throw new XmlRpcClientException(String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        protected void close() {
            if (response != null) {
                response.close();
            }
        }
    }

    private interface Exchange {
        HttpResponse send(HttpRequest request) throws HttpFailure;
    }

    /**
     * Writes characters beyond the first plane, such as emoji, which the library breaks into two invalid references.
     */
    private static final class UnicodeXmlWriterFactory extends BaseXmlWriterFactory {

        @Override
        protected XMLWriter newXmlWriter() {
            return new XMLWriterImpl() {
                @Override
                public boolean canEncode(char character) {
                    return Character.isSurrogate(character) || super.canEncode(character);
                }
            };
        }
    }

    /**
     * A call to supervisord.
     *
     * @param subject what it is about, such as {@code process web:web_1}, for sentences; may be empty
     */
    record RpcCall(String method, Mode mode, String subject, List<Object> parameters) {

        enum Mode {
            /** Read only: may go over a connection that was used before, and be tried again if that was stale. */
            QUERY,
            /** Changes something: always over a fresh connection, so that it is never sent twice. */
            COMMAND,
            /** As {@link #COMMAND}, and is answered only when what it changes has changed. */
            BLOCKING_COMMAND
        }

        static RpcCall query(String method, String subject, Object... parameters) {
            return new RpcCall(method, Mode.QUERY, subject, List.of(parameters));
        }

        static RpcCall command(String method, boolean wait, String subject, Object... parameters) {
            return new RpcCall(method, wait ? Mode.BLOCKING_COMMAND : Mode.COMMAND, subject, List.of(parameters));
        }

        @Override
        public String toString() {
            return subject.isEmpty() ? method : method + " of " + subject;
        }
    }
}
