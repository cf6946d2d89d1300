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
        LOOKS,
        /** Changes something: always over a fresh connection, so that it is never sent twice. */
        ACTS,
        /** As {@link #ACTS}, and is answered only when what it changes has changed. */
        ACTS_AND_WAITS
    }

    static RpcCall looking(String method, String subject, Object... parameters) {
        return new RpcCall(method, Mode.LOOKS, subject, List.of(parameters));
    }

    static RpcCall acting(String method, boolean wait, String subject, Object... parameters) {
        return new RpcCall(method, wait ? Mode.ACTS_AND_WAITS : Mode.ACTS, subject, List.of(parameters));
    }

    @Override
    public String toString() {
        return subject.isEmpty() ? method : method + " of " + subject;
    }
}
