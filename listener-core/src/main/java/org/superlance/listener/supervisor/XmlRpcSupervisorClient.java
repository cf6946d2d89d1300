package org.superlance.listener.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.RpcClient.RawResponse;
import org.superlance.listener.supervisor.RpcClient.RpcCall;

/**
 * Calls supervisord by XML-RPC, over its socket file or its TCP port.
 *
 * <p>What only looks may go over a connection that was used before; what acts gets one of its own and is never sent
 * twice. Nothing is taken on trust: answers are bounded in size, depth and time, and of no types but those of XML-RPC.
 *
 * <p>A call that waits ends when supervisord answers, at the latest after {@link RpcTimeouts#blocking()}. That supervisord
 * itself died is noticed at once, because its end of the connection closes. That its machine died is noticed, over TCP,
 * after about a minute by keep-alive probes where the JVM can set their interval, and after the limit where not.
 */
public final class XmlRpcSupervisorClient implements SupervisorClient {

    private static final Logger LOG = LoggerFactory.getLogger(XmlRpcSupervisorClient.class);
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;
    /** A character of UTF-8 has at most four bytes, so after three bytes less the cut lies before another one. */
    private static final int MAX_PARTIAL_CHARACTER_BYTES = 3;

    private final RpcClient rpcClient;
    private final RpcErrorMessages messages;

    public XmlRpcSupervisorClient(ServerUrl address, RpcTimeouts limits) {
        this.rpcClient = new RpcClient(address, limits);
        this.messages = new RpcErrorMessages(address);
    }

    /**
     * Has the JVM load what the first call needs, while the rest of the listener is made by another thread. Asks nobody, and
     * says nothing: what goes wrong here goes wrong in that call, too.
     */
    public void prepare() {
        try {
            rpcClient.prepare();
        } catch (IOException e) {
            LOG.debug("cannot prepare for calls: {}", e.toString());
        }
    }

    @Override
    public RpcResult<List<ProcessInfo>> processes() {
        return make(RpcCall.query("supervisor.getAllProcessInfo", ""), new ResponseMapper.ProcessList());
    }

    @Override
    public RpcResult<ProcessInfo> process(Namespec name) {
        return make(
                RpcCall.query("supervisor.getProcessInfo", "process " + name, name.toString()),
                ResponseMapper::process);
    }

    @Override
    public RpcResult<Boolean> stop(Namespec name, boolean wait) {
        return act("supervisor.stopProcess", wait, name, wait);
    }

    @Override
    public RpcResult<Boolean> start(Namespec name, boolean wait) {
        return act("supervisor.startProcess", wait, name, wait);
    }

    @Override
    public RpcResult<Boolean> signal(Namespec name, String signal) {
        return act("supervisor.signalProcess", false, name, signal);
    }

    private RpcResult<Boolean> act(String method, boolean wait, Namespec name, Object parameter) {
        return make(RpcCall.command(method, wait, "process " + name, name.toString(), parameter), ResponseMapper::bool);
    }

    @Override
    public RpcResult<List<MemberStatus>> stopGroup(String group, boolean wait) {
        return actOnGroup("supervisor.stopProcessGroup", group, wait);
    }

    @Override
    public RpcResult<List<MemberStatus>> startGroup(String group, boolean wait) {
        return actOnGroup("supervisor.startProcessGroup", group, wait);
    }

    private RpcResult<List<MemberStatus>> actOnGroup(String method, String group, boolean wait) {
        return make(RpcCall.command(method, wait, "process group " + group, group, wait), ResponseMapper::members);
    }

    @Override
    public RpcResult<String> tailStderr(Namespec name, int bytes) {
        return tail(name, "supervisor.tailProcessStderrLog", bytes);
    }

    @Override
    public RpcResult<String> tailStdout(Namespec name, int bytes) {
        return tail(name, "supervisor.tailProcessStdoutLog", bytes);
    }

    private RpcResult<String> tail(Namespec name, String method, int bytes) {
        String subject = "process " + name;
        return tail(bytes, size -> RpcCall.query(method, subject, name.toString(), 0, size), ResponseMapper::tail);
    }

    @Override
    public RpcResult<String> tailLog(int bytes) {
        return tail(bytes, size -> RpcCall.query("supervisor.readLog", "", -size, 0), ResponseMapper::text);
    }

    /** supervisord fails with an internal error when the first byte that it reads is inside a character of UTF-8. */
    private RpcResult<String> tail(int bytes, IntFunction<RpcCall> ofSize, ResponseMapper<String> mapper) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("the end of a log is at least one byte long, not " + bytes);
        }
        RpcCall call = ofSize.apply(bytes);
        RawResponse response = rpcClient.call(call, mapper::ofEntry);
        for (int less = 1; less <= MAX_PARTIAL_CHARACTER_BYTES && less < bytes && isInternalError(response); less++) {
            response = rpcClient.call(ofSize.apply(bytes - less), mapper::ofEntry);
        }
        return result(call, response, mapper);
    }

    private static boolean isInternalError(RawResponse response) {
        return response instanceof RawResponse.Failure failure && failure.httpStatus() == INTERNAL_ERROR;
    }

    @Override
    public RpcResult<String> state() {
        return make(RpcCall.query("supervisor.getState", ""), ResponseMapper::stateName);
    }

    @Override
    public RpcResult<Long> pid() {
        return make(RpcCall.query("supervisor.getPID", ""), ResponseMapper::number);
    }

    @Override
    public RpcResult<String> version() {
        return make(RpcCall.query("supervisor.getSupervisorVersion", ""), ResponseMapper::text);
    }

    @Override
    public RpcResult<String> identification() {
        return make(RpcCall.query("supervisor.getIdentification", ""), ResponseMapper::text);
    }

    @Override
    public RpcResult<Boolean> shutdown() {
        return make(RpcCall.command("supervisor.shutdown", false, ""), ResponseMapper::bool);
    }

    private <T> RpcResult<T> make(RpcCall call, ResponseMapper<T> mapper) {
        return result(call, rpcClient.call(call, mapper::ofEntry), mapper);
    }

    private <T> RpcResult<T> result(RpcCall call, RawResponse response, ResponseMapper<T> mapper) {
        if (response instanceof RawResponse.FaultValue faultValue) {
            Fault fault = Fault.of(faultValue.code(), faultValue.text());
            return new RpcResult.FaultResponse<>(fault, messages.fault(fault, faultValue.text(), call));
        }
        if (response instanceof RawResponse.Failure failure && failure.httpStatus() == BAD_REQUEST) {
            // so answers the Go supervisord where others answer a fault
            return new RpcResult.FaultResponse<>(
                    Fault.UNKNOWN_METHOD, messages.unknownMethod(failure.sentence(), call));
        }
        if (response instanceof RawResponse.Failure failure) {
            return new RpcResult.NoResponse<>(failure.sentence(), failure.mayHaveActed(), failure.httpStatus() != 0);
        }
        try {
            return new RpcResult.Success<>(mapper.of(((RawResponse.Value) response).value()));
        } catch (ResponseMapper.UnexpectedValueException e) {
            return new RpcResult.NoResponse<>(messages.unexpected(call, String.valueOf(e.getMessage())), true, true);
        }
    }

    @Override
    public void close() {
        rpcClient.close();
    }

    /**
     * How long a call to supervisord may take.
     *
     * @param connect for the connection to be made
     * @param response for a call that is answered at once, connecting included
     * @param blocking for a call that is answered when a process is up or down: longer than any {@code stopwaitsecs}
     */
    public record RpcTimeouts(Duration connect, Duration response, Duration blocking) {

        public RpcTimeouts {
            for (Duration limit : new Duration[] {connect, response, blocking}) {
                if (limit.isNegative() || limit.isZero()) {
                    throw new IllegalArgumentException("a time limit must be positive");
                }
            }
        }

        /** 5 s to connect, 10 s for an answer, 2 h for one that waits. */
        public static RpcTimeouts standard() {
            return new RpcTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofHours(2));
        }
    }
}
