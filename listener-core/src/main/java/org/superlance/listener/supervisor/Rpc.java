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

/** Makes calls, and turns whatever happens into an {@link Outcome}. */
final class Rpc implements Closeable {

    private static final long LARGEST_ANSWER = 16 << 20;
    /** Answers of a server that looked at the request and did nothing. */
    private static final Set<Integer> NOT_TAKEN = Set.of(400, 401, 403, 404, 405);

    private final Sentences sentences;
    private final HttpClient http;
    private final HttpLimits quick;
    private final HttpLimits waiting;
    private final XmlRpcClient client = new XmlRpcClient();
    private final XmlRpcClientConfigImpl config = new XmlRpcClientConfigImpl();
    private final AnswerReader answers;

    Rpc(ServerAddress address, RpcLimits limits) {
        sentences = new Sentences(address);
        http = new HttpClient(address.endpoint());
        quick = new HttpLimits(limits.connect(), limits.answer(), LARGEST_ANSWER);
        waiting = new HttpLimits(limits.connect(), limits.waiting(), LARGEST_ANSWER);
        address.credentials().ifPresent(credentials -> {
            config.setBasicUserName(credentials.user());
            config.setBasicPassword(credentials.password());
        });
        client.setConfig(config);
        client.setTypeFactory(new AnswerTypes(client));
        client.setXmlWriterFactory(new RequestWriters());
        answers = new AnswerReader(client.getTypeFactory());
    }

    Outcome call(RpcCall call) {
        RpcTransport transport = new RpcTransport(client, answers, request -> send(request, call.mode()));
        Object[] parameters = call.parameters().toArray();
        try {
            return (Outcome) transport.sendRequest(new XmlRpcClientRequestImpl(config, call.method(), parameters));
        } catch (XmlRpcHttpTransportException e) {
            String sentence = sentences.status(e.getStatusCode(), e.getStatusMessage());
            return new Outcome.Failed(sentence, !NOT_TAKEN.contains(e.getStatusCode()), e.getStatusCode());
        } catch (XmlRpcException e) {
            return e.getCause() instanceof HttpFailure failure
                    ? new Outcome.Failed(sentences.failure(failure), failure.mayHaveActed(), 0)
                    : new Outcome.Failed(sentences.notXmlRpc(String.valueOf(e.getMessage())), true, 0);
        }
    }

    private HttpResponse send(HttpRequest request, RpcCall.Mode mode) throws HttpFailure {
        return switch (mode) {
            case LOOKS -> http.sendRepeatable(request, quick);
            // those that supervisord answers late are among these, and it miscounts their length
            case ACTS -> http.send(request.withLengthInCharacters(), quick);
            case ACTS_AND_WAITS -> http.send(request.withLengthInCharacters(), waiting);
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
