package org.superlance.listener.http;

import java.io.EOFException;

/** The connection ended where the answer did not; becomes an {@link HttpFailure} once it is known how much came. */
final class PrematureEofException extends EOFException {
    private static final long serialVersionUID = 1;
}
