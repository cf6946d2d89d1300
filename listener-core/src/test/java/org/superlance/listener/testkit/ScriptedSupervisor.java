package org.superlance.listener.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.supervisor.Answer;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.Supervisor;

/** Answers as the test says, for faults that a real supervisord makes only on a bad day. The last answer is repeated. */
public final class ScriptedSupervisor implements Supervisor {

    private final List<String> calls = new ArrayList<>();
    private final Map<String, Deque<Answer<?>>> answers = new HashMap<>();

    /** What has been called, such as {@code start web:w1}. */
    public List<String> calls() {
        return calls;
    }

    /** @param call its first word, such as {@code start} */
    public ScriptedSupervisor answers(String call, Answer<?> answer) {
        answers.computeIfAbsent(call, key -> new ArrayDeque<>()).add(answer);
        return this;
    }

    public static <T> Answer<T> done(T value) {
        return new Answer.Done<>(value);
    }

    public static <T> Answer<T> fault(Fault fault) {
        return new Answer.Refused<>(fault, "it says " + fault);
    }

    public static <T> Answer<T> silence(boolean mayHaveActed) {
        return new Answer.Unanswered<>("it does not answer", mayHaveActed);
    }

    @SuppressWarnings("unchecked")
    private <T> Answer<T> next(String call) {
        calls.add(call);
        Deque<Answer<?>> script = Optional.ofNullable(answers.get(call.split(" ", 2)[0]))
                .orElseThrow(() -> new AssertionError("unexpected call: " + call));
        return (Answer<T>) (script.size() > 1 ? script.remove() : script.element());
    }

    @Override
    public Answer<List<ProcessInfo>> processes() {
        return next("processes");
    }

    @Override
    public Answer<ProcessInfo> process(Namespec name) {
        return next("process " + name);
    }

    @Override
    public Answer<Boolean> stop(Namespec name, boolean wait) {
        return next("stop " + name);
    }

    @Override
    public Answer<Boolean> start(Namespec name, boolean wait) {
        return next("start " + name);
    }

    @Override
    public Answer<Boolean> signal(Namespec name, String signal) {
        return next("signal " + name);
    }

    @Override
    public Answer<List<MemberStatus>> stopGroup(String group, boolean wait) {
        return next("stopGroup " + group);
    }

    @Override
    public Answer<List<MemberStatus>> startGroup(String group, boolean wait) {
        return next("startGroup " + group);
    }

    @Override
    public Answer<String> tailStderr(Namespec name, int bytes) {
        return next("tailStderr " + name);
    }

    @Override
    public Answer<String> tailStdout(Namespec name, int bytes) {
        return next("tailStdout " + name);
    }

    @Override
    public Answer<String> tailLog(int bytes) {
        return next("tailLog");
    }

    @Override
    public Answer<String> state() {
        return next("state");
    }

    @Override
    public Answer<String> version() {
        return next("version");
    }

    @Override
    public Answer<String> identification() {
        return next("identification");
    }

    @Override
    public void close() {}
}
