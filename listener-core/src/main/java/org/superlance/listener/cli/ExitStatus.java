package org.superlance.listener.cli;

/** What a command's exit status means. */
final class ExitStatus {

    static final int OK = 0;
    /** It could not do its work: no supervisord answers, or the event stream is none. */
    static final int FAILED = 1;
    /** The command line or the way it was started is wrong. */
    static final int USAGE = 2;

    private ExitStatus() {}
}
