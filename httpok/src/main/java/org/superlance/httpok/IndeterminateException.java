package org.superlance.httpok;

/** A check cannot say anything, through no fault of the server; the message is a clause for an operator. */
final class IndeterminateException extends Exception {

    private static final long serialVersionUID = 1L;

    IndeterminateException(String clause) {
        super(clause);
    }
}
