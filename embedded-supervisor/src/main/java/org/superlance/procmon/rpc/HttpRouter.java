package org.superlance.procmon.rpc;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.TextSanitizer;
import org.xml.sax.SAXException;

/** What is behind the addresses. */
final class HttpRouter {

    private static final Logger LOG = LoggerFactory.getLogger(HttpRouter.class);
    private static final String RPC = "/RPC2";

    private final RpcMethods rpcMethods;
    private final LogTailRoutes logs;
    private final XmlRpcRequestReader calls = new XmlRpcRequestReader();

    HttpRouter(RpcMethods rpcMethods, LogTailRoutes logs) {
        this.rpcMethods = rpcMethods;
        this.logs = logs;
    }

    /** The log that the request wants to follow, if it is such a request. */
    Optional<Path> followed(HttpServerRequest request) throws BadRequestException, InterruptedException {
        return request.is("GET") ? logs.find(request.target()) : Optional.empty();
    }

    HttpServerResponse answer(HttpServerRequest request) throws InterruptedException {
        if (!request.target().startsWith(RPC)) {
            return HttpServerResponse.error(404, "Not Found");
        }
        if (!request.is("POST")) {
            return HttpServerResponse.error(400, "Bad Request");
        }
        try {
            return HttpServerResponse.xml(XmlRpcResponseWriter.result(rpcMethods.call(calls.read(request.body()))));
        } catch (RpcFaultException e) {
            return HttpServerResponse.xml(XmlRpcResponseWriter.fault(e));
        } catch (SAXException e) {
            LOG.warn("A call is no XML-RPC and was refused: {}", TextSanitizer.excerpt(String.valueOf(e.getMessage())));
            return HttpServerResponse.error(400, "Bad Request");
        }
    }
}
