package org.superlance.listener.cli;

/** What a command's exit status means. */
public final class ExitStatus {

    /** All is well. */
    public static final int OK = 0;
    /**
     * Something was, or in a dry run would be, done or told; or the command could not do its work, such as a listener whose
     * event stream is none.
     */
    public static final int FAILED = 1;
    /** The command line or the way it was started is wrong. */
    public static final int USAGE = 2;
    /** Whether all is well cannot be told: no supervisord answers, or it does not know a name. */
    public static final int UNKNOWN = 3;

    private ExitStatus() {}
}
