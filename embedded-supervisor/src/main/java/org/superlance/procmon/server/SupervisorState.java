package org.superlance.procmon.server;

/** What the server is about to do, with supervisord's numbers. */
public enum SupervisorState {
    RUNNING(1),
    /** It stops everything, reads its configuration and begins again. */
    RESTARTING(0),
    /** It stops everything and ends. */
    SHUTDOWN(-1);

    private final int code;

    SupervisorState(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
