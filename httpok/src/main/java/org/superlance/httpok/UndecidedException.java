package org.superlance.httpok;

/** A check cannot say anything, through no fault of the server; the message is a clause for an operator. */
final class UndecidedException extends Exception {

    private static final long serialVersionUID = 1L;

    UndecidedException(String clause) {
        super(clause);
    }
}
