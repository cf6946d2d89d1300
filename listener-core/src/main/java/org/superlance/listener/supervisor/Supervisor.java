package org.superlance.listener.supervisor;

import java.util.List;

/**
 * The calls to a supervisord that listeners make. Every call has a time limit, none throws for what the other side
 * does, and all may be made by several threads at once.
 *
 * <p>Source: the XML-RPC API of supervisord 4.2.
 */
public interface Supervisor extends AutoCloseable {

    /** {@code getAllProcessInfo}: every process, event listeners included. */
    Answer<List<ProcessInfo>> processes();

    /** {@code getProcessInfo}. */
    Answer<ProcessInfo> process(Namespec name);

    /**
     * {@code stopProcess}.
     *
     * @param wait whether to wait until the process is down, which takes up to its {@code stopwaitsecs}: an hour is not
     *     unusual
     */
    Answer<Boolean> stop(Namespec name, boolean wait);

    /**
     * {@code startProcess}.
     *
     * @param wait whether to wait until the process is RUNNING, which takes its {@code startsecs}
     */
    Answer<Boolean> start(Namespec name, boolean wait);

    /**
     * {@code signalProcess}.
     *
     * @param signal a name such as {@code HUP}, or a number
     */
    Answer<Boolean> signal(Namespec name, String signal);

    /** {@code stopProcessGroup}: each member's namespec with what came of it, {@link Fault#SUCCESS} if it stopped. */
    Answer<List<MemberStatus>> stopGroup(String group, boolean wait);

    /** {@code startProcessGroup}: each member's namespec with what came of it. */
    Answer<List<MemberStatus>> startGroup(String group, boolean wait);

    /**
     * The last bytes of the log of a process's stderr.
     *
     * @param bytes at most so many
     */
    Answer<String> tailStderr(Namespec name, int bytes);

    /** The last bytes of the log of a process's stdout. */
    Answer<String> tailStdout(Namespec name, int bytes);

    /** The last bytes of supervisord's own log. */
    Answer<String> tailLog(int bytes);

    /** {@code getState}: the name of supervisord's own state, such as RUNNING or SHUTDOWN. */
    Answer<String> state();

    /** {@code getSupervisorVersion}. */
    Answer<String> version();

    /** {@code getIdentification}. */
    Answer<String> identification();

    /** Closes the connections; calls under way end with {@link Answer.Unanswered}. */
    @Override
    void close();

    /** What came of a group call for one member. */
    record MemberStatus(Namespec name, Fault status, String description) {}
}
