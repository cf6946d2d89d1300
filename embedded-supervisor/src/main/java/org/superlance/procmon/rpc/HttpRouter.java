package org.superlance.procmon.rpc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.procmon.rpc.HttpServerConnections.RequestHandler;
import org.superlance.procmon.rpc.HttpServerRequest.BadRequestException;
import org.superlance.procmon.server.ProcessGroup.GroupMember;
import org.superlance.procmon.subprocess.io.SubprocessLogs;
import org.xml.sax.SAXException;

/** Answers requests by their path. */
final class HttpRouter implements RequestHandler {

    private static final Logger LOG = LoggerFactory.getLogger(HttpRouter.class);
    private static final String RPC = "/RPC2";
    private static final String PROCESS_LOG = "/logtail/";
    private static final String MAIN_LOG = "/mainlogtail";

    private final RpcMethods rpcMethods;
    private final MainLoopInvoker invoker;
    private final WebPages pages;
    private final RequestGuard guard;
    private final XmlRpcRequestReader calls = new XmlRpcRequestReader();

    HttpRouter(RpcMethods rpcMethods, MainLoopInvoker invoker, WebPages pages, RequestGuard guard) {
        this.pages = pages;
        this.guard = guard;
        this.rpcMethods = rpcMethods;
        this.invoker = invoker;
    }

    @Override
    public Optional<Path> followed(HttpServerRequest request) throws BadRequestException, InterruptedException {
        if (!request.is("GET")) {
            return Optional.empty();
        }
        Optional<Path> log = log(request.target());
        if (log.isPresent() && guard.isRebound(request)) {
            LOG.warn("request refused: a browser asks for a log under a name that this server does not know");
            throw new BadRequestException(403, "Forbidden");
        }
        return log;
    }

    @Override
    public HttpServerResponse answer(HttpServerRequest request) throws InterruptedException {
        if (!request.target().startsWith(RPC)) {
            return pages.answer(request).orElseGet(() -> HttpServerResponse.error(404, "Not Found"));
        }
        if (guard.isForeign(request) || guard.isRebound(request)) {
            LOG.warn("request refused: a call that a page of another site has made a browser send");
            return HttpServerResponse.error(403, "Forbidden");
        }
        if (!request.is("POST")) {
            return HttpServerResponse.error(400, "Bad Request");
        }
        try {
            return HttpServerResponse.xml(XmlRpcResponseWriter.result(rpcMethods.call(calls.read(request.body()))));
        } catch (RpcFaultException e) {
            return HttpServerResponse.xml(XmlRpcResponseWriter.fault(e));
        } catch (SAXException e) {
            LOG.warn("request refused: not XML-RPC: {}", TextSanitizer.excerpt(String.valueOf(e.getMessage())));
            return HttpServerResponse.error(400, "Bad Request");
        }
    }

    /**
     * The log that a path names.
     *
     * <p>Source: supervisord 4.2's {@code /logtail/NAME/CHANNEL} and {@code /mainlogtail}.
     */
    private Optional<Path> log(String target) throws BadRequestException, InterruptedException {
        try {
            if (target.startsWith(MAIN_LOG)) {
                return existing(invoker.invoke(
                        server -> LogMethods.ownLog(server.configuration().daemon())));
            }
            if (target.startsWith(PROCESS_LOG)) {
                return existing(
                        ofProcess(URLDecoder.decode(target.substring(PROCESS_LOG.length()), StandardCharsets.UTF_8)));
            }
            return Optional.empty();
        } catch (RpcFaultException | IllegalArgumentException e) {
            throw new BadRequestException(404, "Not Found");
        }
    }

    private Optional<Path> ofProcess(String address) throws RpcFaultException, InterruptedException {
        int slash = address.lastIndexOf('/');
        String name = slash < 0 ? address : address.substring(0, slash);
        boolean stderr = slash >= 0 && address.substring(slash + 1).equals("stderr");
        GroupMember member = invoker.invoke(server -> new ProcessResolver(server.groups()).member(name));
        SubprocessLogs logs = member.logs();
        return (stderr ? logs.stderr() : logs.stdout()).path();
    }

    private static Optional<Path> existing(Optional<Path> log) throws BadRequestException {
        if (log.filter(Files::isRegularFile).isEmpty()) {
            throw new BadRequestException(404, "Not Found");
        }
        return log;
    }
}
