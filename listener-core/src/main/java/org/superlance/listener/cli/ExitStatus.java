package org.superlance.listener.cli;

/** What a command's exit status means. */
public final class ExitStatus {

    public static final int OK = 0;
    /** It could not do its work: no supervisord answers, or the event stream is none. */
    public static final int FAILED = 1;
    /** The command line or the way it was started is wrong. */
    public static final int USAGE = 2;

    private ExitStatus() {}
}
