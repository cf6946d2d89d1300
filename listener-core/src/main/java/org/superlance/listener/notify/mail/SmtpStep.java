package org.superlance.listener.notify.mail;

import java.time.Duration;

/**
 * A step of a session with a mail server, and how long the server may take for it: RFC 5321, 4.5.3.2. Who hangs up
 * earlier sends a mail that was taken once more.
 */
enum SmtpStep {
    /** With TLS from the first byte, if that is asked for. */
    CONNECT("the connection", Duration.ofMinutes(3)),
    GREETING("its greeting", Duration.ofMinutes(5)),
    HELLO("EHLO", Duration.ofMinutes(5)),
    TLS("STARTTLS", Duration.ofMinutes(2)),
    LOGIN("the login", Duration.ofMinutes(5)),
    SENDER("MAIL FROM", Duration.ofMinutes(5)),
    RECIPIENT("RCPT TO", Duration.ofMinutes(5)),
    DATA("DATA", Duration.ofMinutes(2)),
    BLOCK("a part of the message", Duration.ofMinutes(3)),
    END("the end of the message", Duration.ofMinutes(10)),
    QUIT("QUIT", Duration.ofMinutes(1));

    private final String label;
    private final Duration limit;

    SmtpStep(String label, Duration limit) {
        this.label = label;
        this.limit = limit;
    }

    /** What the server was to answer, for messages. */
    String label() {
        return label;
    }

    Duration limit() {
        return limit;
    }
}
