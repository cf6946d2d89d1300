package org.superlance.listener.supervisor;

import java.util.List;

/**
 * A call to supervisord.
 *
 * @param subject what it is about, such as {@code process web:web_1}, for sentences; may be empty
 */
record RpcCall(String method, Mode mode, String subject, List<Object> parameters) {

    enum Mode {
        /** Only looks: may go over a connection that was used before, and be tried again if that was stale. */
        QUERY,
        /** Changes something: always over a fresh connection, so that it is never sent twice. */
        COMMAND,
        /** As {@link #COMMAND}, and is answered only when what it changes has changed. */
        BLOCKING_COMMAND
    }

    static RpcCall query(String method, String subject, Object... parameters) {
        return new RpcCall(method, Mode.QUERY, subject, List.of(parameters));
    }

    static RpcCall command(String method, boolean wait, String subject, Object... parameters) {
        return new RpcCall(method, wait ? Mode.BLOCKING_COMMAND : Mode.COMMAND, subject, List.of(parameters));
    }

    @Override
    public String toString() {
        return subject.isEmpty() ? method : method + " of " + subject;
    }
}
