package org.superlance.procmon.rpc;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.http.MessageExcerpt;
import org.xml.sax.SAXException;

/** What is behind the addresses. */
final class Site {

    private static final Logger LOG = LoggerFactory.getLogger(Site.class);
    private static final String RPC = "/RPC2";

    private final Methods methods;
    private final FollowedLogs logs;
    private final CallReader calls = new CallReader();

    Site(Methods methods, FollowedLogs logs) {
        this.methods = methods;
        this.logs = logs;
    }

    /** The log that the request wants to follow, if it is such a request. */
    Optional<Path> followed(Request request) throws BadRequest, InterruptedException {
        return request.is("GET") ? logs.find(request.target()) : Optional.empty();
    }

    Response answer(Request request) throws InterruptedException {
        if (!request.target().startsWith(RPC)) {
            return Response.error(404, "Not Found");
        }
        if (!request.is("POST")) {
            return Response.error(400, "Bad Request");
        }
        try {
            return Response.xml(AnswerWriter.result(methods.call(calls.read(request.body()))));
        } catch (RpcFault e) {
            return Response.xml(AnswerWriter.fault(e));
        } catch (SAXException e) {
            LOG.warn("A call is no XML-RPC and was refused: {}", MessageExcerpt.of(String.valueOf(e.getMessage())));
            return Response.error(400, "Bad Request");
        }
    }
}
