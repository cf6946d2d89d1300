package org.superlance.listener.supervisor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The faults that supervisord answers with, with its own numbers. */
public enum Fault {
    UNKNOWN_METHOD(1),
    INCORRECT_PARAMETERS(2),
    BAD_ARGUMENTS(3),
    SIGNATURE_UNSUPPORTED(4),
    SHUTDOWN_STATE(6),
    BAD_NAME(10),
    BAD_SIGNAL(11),
    NO_FILE(20),
    NOT_EXECUTABLE(21),
    FAILED(30),
    ABNORMAL_TERMINATION(40),
    SPAWN_ERROR(50),
    ALREADY_STARTED(60),
    NOT_RUNNING(70),
    SUCCESS(80),
    ALREADY_ADDED(90),
    STILL_RUNNING(91),
    CANT_REREAD(92),
    /** A number that supervisord does not document. */
    OTHER(-1);

    /** Reserved by the specification of XML-RPC faults. */
    private static final int METHOD_NOT_FOUND = -32601;

    /** Not compiled before a server answers with a number of its own. */
    private static final String NAMED = "\\s*(?:Application Error\\s*:?\\s*)?([A-Z_]+)\\b";

    private final int code;

    Fault(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Fault of(int code) {
        for (Fault fault : values()) {
            if (fault.code == code) {
                return fault;
            }
        }
        return code == METHOD_NOT_FOUND ? UNKNOWN_METHOD : OTHER;
    }

    /**
     * The fault of that number, or the one that the text names at its beginning where the number says nothing: the Go
     * supervisord answers -32500, {@code Application Error: BAD_NAME no process named x}.
     */
    public static Fault of(int code, String text) {
        Fault fault = of(code);
        if (fault != OTHER) {
            return fault;
        }
        Matcher named = Pattern.compile(NAMED).matcher(text);
        return Stream.of(values())
                .filter(known -> named.lookingAt() && known.name().equals(named.group(1)))
                .findFirst()
                .orElse(OTHER);
    }
}
