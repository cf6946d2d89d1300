package org.superlance.listener.supervisor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.client.XmlRpcClientException;
import org.apache.xmlrpc.client.XmlRpcHttpTransport;
import org.apache.xmlrpc.client.XmlRpcHttpTransportException;
import org.apache.xmlrpc.common.XmlRpcStreamRequestConfig;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.http.HttpFailure;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.HttpResponse;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/** Carries one call of the XML-RPC library over our own HTTP, and reads the answer with our own guards. */
final class RpcTransport extends XmlRpcHttpTransport {

    private final RpcResponseReader answers;
    private final Exchange exchange;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable HttpResponse response;

    RpcTransport(XmlRpcClient client, RpcResponseReader answers, Exchange exchange) {
        super(client, "superlance");
        this.answers = answers;
        this.exchange = exchange;
    }

    @Override
    protected void setRequestHeader(String name, String value) {
        if (!name.equals("Content-Length")) { // known to the HTTP client better than to anybody
            headers.put(name, value);
        }
    }

    @Override
    protected void writeRequest(ReqWriter writer) throws XmlRpcException, IOException, SAXException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(512);
        writer.write(body);
        HttpRequest request = HttpRequest.of("POST", "/RPC2");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = request.withHeader(header.getKey(), header.getValue());
        }
        response = exchange.send(request.withBody("text/xml", body.toByteArray()));
    }

    @Override
    protected InputStream getInputStream() throws XmlRpcException {
        HttpResponse answer = Objects.requireNonNull(response);
        if (answer.status() != 200) {
            throw new XmlRpcHttpTransportException(answer.status(), answer.reason());
        }
        String coding = answer.headers().first("Content-Encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            throw new XmlRpcClientException("it is compressed by '" + coding + "', which nobody asked for", null);
        }
        return answer.body();
    }

    /** Never: a few bytes could become any number of them. */
    @Override
    protected boolean isResponseGzipCompressed(XmlRpcStreamRequestConfig config) {
        return false;
    }

    @Override
    protected XMLReader newXMLReader() throws XmlRpcException {
        return answers.newXmlReader();
    }

    /** @return an {@link RawResponse}, faults included */
    @Override
    protected Object readResponse(XmlRpcStreamRequestConfig config, InputStream in) throws XmlRpcException {
        return answers.read(config, in);
    }

    @Override
    protected void close() {
        if (response != null) {
            response.close();
        }
    }

    interface Exchange {
        HttpResponse send(HttpRequest request) throws HttpFailure;
    }
}
