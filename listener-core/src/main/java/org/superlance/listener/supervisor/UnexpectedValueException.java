package org.superlance.listener.supervisor;

/** An answer in good XML-RPC that is not of the shape that supervisord documents. */
final class UnexpectedValueException extends Exception {

    private static final long serialVersionUID = 1;

    UnexpectedValueException(String what) {
        super(what);
    }
}
