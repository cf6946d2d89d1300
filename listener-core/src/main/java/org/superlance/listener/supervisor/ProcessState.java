package org.superlance.listener.supervisor;

/** The states that supervisord knows, with its own numbers. */
public enum ProcessState {
    STOPPED(0),
    STARTING(10),
    RUNNING(20),
    BACKOFF(30),
    STOPPING(40),
    EXITED(100),
    FATAL(200),
    UNKNOWN(1000);

    /** {@link #values()} makes a copy for each process of an answer. */
    private static final ProcessState[] ALL = values();

    private final int code;

    ProcessState(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The state of that number; {@link #UNKNOWN} for a number that is none. */
    public static ProcessState of(int code) {
        for (ProcessState state : ALL) {
            if (state.code == code) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
