package org.superlance.listener.http;

import java.io.IOException;

/** What came over a connection is no HTTP; the message says what of it, and is safe to print. */
public final class HttpSyntaxException extends IOException {

    private static final long serialVersionUID = 1;

    private final boolean tooLong;

    HttpSyntaxException(String what) {
        this(what, false);
    }

    HttpSyntaxException(String what, boolean tooLong) {
        super(what);
        this.tooLong = tooLong;
    }

    /** Whether only the length of the head was wrong with it. */
    public boolean isTooLong() {
        return tooLong;
    }
}
