package org.superlance.listener.supervisor;

import java.util.List;

/**
 * The calls to a supervisord that listeners make. Every call has a time limit, none throws for what the other side
 * does, and all may be made by several threads at once.
 *
 * <p>Source: the XML-RPC API of supervisord 4.2.
 */
public interface SupervisorClient extends AutoCloseable {

    /** {@code getAllProcessInfo}: every process, event listeners included. */
    RpcResult<List<ProcessInfo>> processes();

    /** {@code getProcessInfo}. */
    RpcResult<ProcessInfo> process(Namespec name);

    /**
     * {@code stopProcess}.
     *
     * @param wait whether to wait until the process is down, which takes up to its {@code stopwaitsecs}: an hour is not
     *     unusual
     */
    RpcResult<Boolean> stop(Namespec name, boolean wait);

    /**
     * {@code startProcess}.
     *
     * @param wait whether to wait until the process is RUNNING, which takes its {@code startsecs}
     */
    RpcResult<Boolean> start(Namespec name, boolean wait);

    /**
     * {@code signalProcess}.
     *
     * @param signal a name such as {@code HUP}, or a number
     */
    RpcResult<Boolean> signal(Namespec name, String signal);

    /** {@code stopProcessGroup}: each member's namespec with what came of it, {@link Fault#SUCCESS} if it stopped. */
    RpcResult<List<MemberStatus>> stopGroup(String group, boolean wait);

    /** {@code startProcessGroup}: each member's namespec with what came of it. */
    RpcResult<List<MemberStatus>> startGroup(String group, boolean wait);

    /**
     * The last bytes of the log of a process's stderr.
     *
     * @param bytes at most so many
     */
    RpcResult<String> tailStderr(Namespec name, int bytes);

    /** The last bytes of the log of a process's stdout. */
    RpcResult<String> tailStdout(Namespec name, int bytes);

    /** The last bytes of supervisord's own log. */
    RpcResult<String> tailLog(int bytes);

    /** {@code getState}: the name of supervisord's own state, such as RUNNING or SHUTDOWN. */
    RpcResult<String> state();

    /** {@code getPID}: that of supervisord itself. */
    RpcResult<Long> pid();

    /** {@code getSupervisorVersion}. */
    RpcResult<String> version();

    /** {@code getIdentification}. */
    RpcResult<String> identification();

    /** {@code shutdown}: stops all processes, and ends supervisord; answered before that is done. */
    RpcResult<Boolean> shutdown();

    /** Closes the connections; calls under way end with {@link RpcResult.NoResponse}. */
    @Override
    void close();

    /** What came of a group call for one member. */
    record MemberStatus(Namespec name, Fault status, String description) {}
}
