package org.superlance.procmon.watch;

/** Which programs are to be brought back that ended by themselves and that supervisord left EXITED. */
public enum ExitedPolicy {
    /** None: who wants supervisord to start them again says so in {@code autorestart}. */
    NO,
    /** Those that ended with a status that is not among their {@code exitcodes}. */
    UNEXPECTED,
    /** All. */
    ANY;

    boolean include(boolean expected) {
        return this == ANY || (this == UNEXPECTED && !expected);
    }
}
