package org.superlance.listener.supervisor;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A struct of an answer, whose members may be missing or of any type. */
record StructMapper(Map<?, ?> members) {

    /** @throws UnexpectedValueException if the value is no struct */
    static StructMapper of(@Nullable Object value) throws UnexpectedValueException {
        if (value instanceof Map<?, ?> members) {
            return new StructMapper(members);
        }
        throw new UnexpectedValueException("it is no struct");
    }

    String text(String name) throws UnexpectedValueException {
        return typed(name, String.class, members.get(name));
    }

    String text(String name, String otherwise) throws UnexpectedValueException {
        return members.get(name) == null ? otherwise : text(name);
    }

    int number(String name) throws UnexpectedValueException {
        return typed(name, Integer.class, members.get(name));
    }

    int number(String name, int otherwise) throws UnexpectedValueException {
        return members.get(name) == null ? otherwise : number(name);
    }

    Namespec namespec() throws UnexpectedValueException {
        return new Namespec(text("group"), text("name"));
    }

    ProcessInfo processInfo() throws UnexpectedValueException {
        return new ProcessInfo(
                namespec(),
                ProcessState.of(number("state")),
                number("pid"),
                instant("start"),
                instant("stop"),
                instant("now"),
                number("exitstatus", 0),
                text("spawnerr", ""),
                text("stdout_logfile", ""),
                text("stderr_logfile", ""));
    }

    SupervisorClient.MemberStatus memberStatus() throws UnexpectedValueException {
        return new SupervisorClient.MemberStatus(namespec(), Fault.of(number("status")), text("description", ""));
    }

    private Instant instant(String name) throws UnexpectedValueException {
        return Instant.ofEpochSecond(number(name, 0));
    }

    private static <T> T typed(String name, Class<T> type, @Nullable Object value) throws UnexpectedValueException {
        if (value == null) {
            throw new UnexpectedValueException("it has no " + name);
        }
        if (!type.isInstance(value)) {
            throw new UnexpectedValueException("its " + name + " is of the wrong type");
        }
        return type.cast(value);
    }
}
