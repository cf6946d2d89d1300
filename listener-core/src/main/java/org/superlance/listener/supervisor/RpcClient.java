package org.superlance.listener.supervisor;

import java.io.Closeable;
import java.util.Set;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;
import org.apache.xmlrpc.client.XmlRpcClientRequestImpl;
import org.apache.xmlrpc.client.XmlRpcHttpTransportException;
import org.superlance.listener.http.HttpClient;
import org.superlance.listener.http.HttpFailure;
import org.superlance.listener.http.HttpLimits;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.HttpResponse;

/** Makes calls, and turns whatever happens into an {@link RawResponse}. */
final class RpcClient implements Closeable {

    private static final long MAX_RESPONSE_SIZE = 16 << 20;
    /** Answers of a server that looked at the request and did nothing. */
    private static final Set<Integer> NOT_EXECUTED = Set.of(400, 401, 403, 404, 405);

    private final RpcErrorMessages messages;
    private final HttpClient http;
    private final HttpLimits quick;
    private final HttpLimits waiting;
    private final XmlRpcClient client = new XmlRpcClient();
    private final XmlRpcClientConfigImpl config = new XmlRpcClientConfigImpl();
    private final RpcResponseReader answers;

    RpcClient(ServerUrl address, RpcTimeouts limits) {
        messages = new RpcErrorMessages(address);
        http = new HttpClient(address.endpoint());
        quick = new HttpLimits(limits.connect(), limits.response(), MAX_RESPONSE_SIZE);
        waiting = new HttpLimits(limits.connect(), limits.blocking(), MAX_RESPONSE_SIZE);
        address.credentials().ifPresent(credentials -> {
            config.setBasicUserName(credentials.user());
            config.setBasicPassword(credentials.password());
        });
        client.setConfig(config);
        client.setTypeFactory(new RpcTypeFactory(client));
        client.setXmlWriterFactory(new UnicodeXmlWriterFactory());
        answers = new RpcResponseReader(client.getTypeFactory());
    }

    RawResponse call(RpcCall call) {
        RpcTransport transport = new RpcTransport(client, answers, request -> send(request, call.mode()));
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

    private HttpResponse send(HttpRequest request, RpcCall.Mode mode) throws HttpFailure {
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
}
