package org.superlance.listener.supervisor;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Calls supervisord by XML-RPC, over its socket file or its TCP port.
 *
 * <p>What only looks may go over a connection that was used before; what acts gets one of its own and is never sent
 * twice. Nothing is taken on trust: answers are bounded in size, depth and time, and of no types but those of XML-RPC.
 *
 * <p>A call that waits ends when supervisord answers, at the latest after {@link RpcLimits#waiting()}. That supervisord
 * itself died is noticed at once, because its end of the connection closes. That its machine died is noticed, over TCP,
 * after about a minute by keep-alive probes where the JVM can set their interval, and after the limit where not.
 */
public final class XmlRpcSupervisor implements Supervisor {

    private static final int INTERNAL_ERROR = 500;
    /** A character of UTF-8 has at most four bytes, so after three bytes less the cut lies before another one. */
    private static final int MOST_BYTES_OF_HALF_A_CHARACTER = 3;

    private final Rpc rpc;
    private final Sentences sentences;

    public XmlRpcSupervisor(ServerAddress address, RpcLimits limits) {
        this.rpc = new Rpc(address, limits);
        this.sentences = new Sentences(address);
    }

    @Override
    public Answer<List<ProcessInfo>> processes() {
        return make(RpcCall.looking("supervisor.getAllProcessInfo", ""), Shape::processes);
    }

    @Override
    public Answer<ProcessInfo> process(Namespec name) {
        return make(RpcCall.looking("supervisor.getProcessInfo", "process " + name, name.toString()), Shape::process);
    }

    @Override
    public Answer<Boolean> stop(Namespec name, boolean wait) {
        return act("supervisor.stopProcess", wait, name, wait);
    }

    @Override
    public Answer<Boolean> start(Namespec name, boolean wait) {
        return act("supervisor.startProcess", wait, name, wait);
    }

    @Override
    public Answer<Boolean> signal(Namespec name, String signal) {
        return act("supervisor.signalProcess", false, name, signal);
    }

    private Answer<Boolean> act(String method, boolean wait, Namespec name, Object parameter) {
        return make(RpcCall.acting(method, wait, "process " + name, name.toString(), parameter), Shape::truth);
    }

    @Override
    public Answer<List<MemberStatus>> stopGroup(String group, boolean wait) {
        return actOnGroup("supervisor.stopProcessGroup", group, wait);
    }

    @Override
    public Answer<List<MemberStatus>> startGroup(String group, boolean wait) {
        return actOnGroup("supervisor.startProcessGroup", group, wait);
    }

    private Answer<List<MemberStatus>> actOnGroup(String method, String group, boolean wait) {
        return make(RpcCall.acting(method, wait, "process group " + group, group, wait), Shape::members);
    }

    @Override
    public Answer<String> tailStderr(Namespec name, int bytes) {
        return tail(name, "supervisor.tailProcessStderrLog", bytes);
    }

    @Override
    public Answer<String> tailStdout(Namespec name, int bytes) {
        return tail(name, "supervisor.tailProcessStdoutLog", bytes);
    }

    private Answer<String> tail(Namespec name, String method, int bytes) {
        String subject = "process " + name;
        return tail(bytes, size -> RpcCall.looking(method, subject, name.toString(), 0, size), Shape::tail);
    }

    @Override
    public Answer<String> tailLog(int bytes) {
        return tail(bytes, size -> RpcCall.looking("supervisor.readLog", "", -size, 0), Shape::text);
    }

    /** supervisord fails with an internal error when the first byte that it reads is inside a character of UTF-8. */
    private Answer<String> tail(int bytes, IntFunction<RpcCall> ofSize, Shape<String> shape) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("the end of a log is at least one byte long, not " + bytes);
        }
        RpcCall call = ofSize.apply(bytes);
        Outcome outcome = rpc.call(call);
        for (int less = 1; less <= MOST_BYTES_OF_HALF_A_CHARACTER && less < bytes && isInternalError(outcome); less++) {
            outcome = rpc.call(ofSize.apply(bytes - less));
        }
        return answer(call, outcome, shape);
    }

    private static boolean isInternalError(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed && failed.httpStatus() == INTERNAL_ERROR;
    }

    @Override
    public Answer<String> state() {
        return make(RpcCall.looking("supervisor.getState", ""), Shape::stateName);
    }

    @Override
    public Answer<String> version() {
        return make(RpcCall.looking("supervisor.getSupervisorVersion", ""), Shape::text);
    }

    @Override
    public Answer<String> identification() {
        return make(RpcCall.looking("supervisor.getIdentification", ""), Shape::text);
    }

    private <T> Answer<T> make(RpcCall call, Shape<T> shape) {
        return answer(call, rpc.call(call), shape);
    }

    private <T> Answer<T> answer(RpcCall call, Outcome outcome, Shape<T> shape) {
        if (outcome instanceof Outcome.Declined declined) {
            Fault fault = Fault.of(declined.code());
            return new Answer.Refused<>(fault, sentences.fault(fault, declined.text(), call));
        }
        if (outcome instanceof Outcome.Failed failed) {
            return new Answer.Unanswered<>(failed.sentence(), failed.mayHaveActed());
        }
        try {
            return new Answer.Done<>(shape.of(((Outcome.Result) outcome).value()));
        } catch (UnexpectedValueException e) {
            return new Answer.Unanswered<>(sentences.unexpected(call, String.valueOf(e.getMessage())), true);
        }
    }

    @Override
    public void close() {
        rpc.close();
    }
}
