package org.superlance.listener.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** Answers as the test says, for faults that a real supervisord makes only on a bad day. The last answer is repeated. */
public final class ScriptedSupervisor implements SupervisorClient {

    private final List<String> calls = new ArrayList<>();
    private final Map<String, Deque<RpcResult<?>>> results = new HashMap<>();

    /** What has been called, such as {@code start web:w1}. */
    public List<String> calls() {
        return calls;
    }

    /** @param call its first word, such as {@code start} */
    public ScriptedSupervisor answers(String call, RpcResult<?> result) {
        results.computeIfAbsent(call, key -> new ArrayDeque<>()).add(result);
        return this;
    }

    public static <T> RpcResult<T> done(T value) {
        return new RpcResult.Success<>(value);
    }

    public static <T> RpcResult<T> fault(Fault fault) {
        return new RpcResult.FaultResponse<>(fault, "it says " + fault);
    }

    public static <T> RpcResult<T> silence(boolean mayHaveActed) {
        return new RpcResult.NoResponse<>("it does not answer", mayHaveActed);
    }

    @SuppressWarnings("unchecked")
    private <T> RpcResult<T> next(String call) {
        calls.add(call);
        Deque<RpcResult<?>> script = Optional.ofNullable(results.get(call.split(" ", 2)[0]))
                .orElseThrow(() -> new AssertionError("unexpected call: " + call));
        return (RpcResult<T>) (script.size() > 1 ? script.remove() : script.element());
    }

    @Override
    public RpcResult<List<ProcessInfo>> processes() {
        return next("processes");
    }

    @Override
    public RpcResult<ProcessInfo> process(Namespec name) {
        return next("process " + name);
    }

    @Override
    public RpcResult<Boolean> stop(Namespec name, boolean wait) {
        return next("stop " + name);
    }

    @Override
    public RpcResult<Boolean> start(Namespec name, boolean wait) {
        return next("start " + name);
    }

    @Override
    public RpcResult<Boolean> signal(Namespec name, String signal) {
        return next("signal " + name);
    }

    @Override
    public RpcResult<List<MemberStatus>> stopGroup(String group, boolean wait) {
        return next("stopGroup " + group);
    }

    @Override
    public RpcResult<List<MemberStatus>> startGroup(String group, boolean wait) {
        return next("startGroup " + group);
    }

    @Override
    public RpcResult<String> tailStderr(Namespec name, int bytes) {
        return next("tailStderr " + name);
    }

    @Override
    public RpcResult<String> tailStdout(Namespec name, int bytes) {
        return next("tailStdout " + name);
    }

    @Override
    public RpcResult<String> tailLog(int bytes) {
        return next("tailLog");
    }

    @Override
    public RpcResult<String> state() {
        return next("state");
    }

    @Override
    public RpcResult<Long> pid() {
        return next("pid");
    }

    @Override
    public RpcResult<String> version() {
        return next("version");
    }

    @Override
    public RpcResult<String> identification() {
        return next("identification");
    }

    @Override
    public RpcResult<Boolean> shutdown() {
        return next("shutdown");
    }

    @Override
    public void close() {}
}
