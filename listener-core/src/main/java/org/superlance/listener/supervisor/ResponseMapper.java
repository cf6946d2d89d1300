package org.superlance.listener.supervisor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.RpcStruct.RpcMember;
import org.superlance.listener.supervisor.SupervisorClient.MemberStatus;
import org.superlance.listener.util.TextSanitizer;

/**
 * Converts results, whose parts may be missing or of any type, to our own types.
 *
 * @param <T> the type of the converted result
 */
interface ResponseMapper<T> {

    /** @throws UnexpectedValueException if it is not as supervisord documents */
    T of(@Nullable Object result) throws UnexpectedValueException;

    /**
     * Converts an entry of a result that is an array, as soon as it has been read: the structs of 5,000 processes are larger
     * than the small heap of a listener would like. {@link #of} gets what this returns.
     */
    default Object ofEntry(Object entry) {
        return entry;
    }

    /** A valid XML-RPC result that is not as supervisord documents. */
    final class UnexpectedValueException extends Exception {

        private static final long serialVersionUID = 1;

        private UnexpectedValueException(String what) {
            super(what);
        }
    }

    static String text(@Nullable Object value) throws UnexpectedValueException {
        return typed(value, String.class, "not a string");
    }

    static Boolean bool(@Nullable Object value) throws UnexpectedValueException {
        return typed(value, Boolean.class, "not a boolean");
    }

    static Long number(@Nullable Object value) throws UnexpectedValueException {
        return typed(value, Integer.class, "it is no number").longValue();
    }

    private static Object[] array(@Nullable Object value) throws UnexpectedValueException {
        return typed(value, Object[].class, "not an array");
    }

    static ProcessInfo process(@Nullable Object value) throws UnexpectedValueException {
        return Struct.of(value).processInfo();
    }

    static List<MemberStatus> members(@Nullable Object value) throws UnexpectedValueException {
        List<MemberStatus> members = new ArrayList<>();
        for (Object member : array(value)) {
            members.add(Struct.of(member).memberStatus());
        }
        return List.copyOf(members);
    }

    /** The text out of {@code [text, offset, overflow]}. */
    static String tail(@Nullable Object value) throws UnexpectedValueException {
        Object[] tail = array(value);
        return text(tail.length == 0 ? null : tail[0]);
    }

    static String stateName(@Nullable Object value) throws UnexpectedValueException {
        return Struct.of(value).text(RpcMember.STATE_NAME);
    }

    private static <T> T typed(@Nullable Object value, Class<T> type, String otherwise)
            throws UnexpectedValueException {
        if (!type.isInstance(value)) {
            throw new UnexpectedValueException(otherwise);
        }
        return type.cast(value);
    }

    /** A struct of a result. */
    record Struct(RpcStruct members) {

        private static Struct of(@Nullable Object value) throws UnexpectedValueException {
            return new Struct(typed(value, RpcStruct.class, "not a struct"));
        }

        private ProcessInfo processInfo() throws UnexpectedValueException {
            return new ProcessInfo(
                    namespec(),
                    ProcessState.of(number(RpcMember.STATE)),
                    number(RpcMember.PID),
                    instant(RpcMember.START),
                    instant(RpcMember.STOP),
                    instant(RpcMember.NOW),
                    number(RpcMember.EXIT_STATUS, 0),
                    text(RpcMember.SPAWN_ERROR, ""),
                    text(RpcMember.STDOUT_LOG, ""),
                    text(RpcMember.STDERR_LOG, ""));
        }

        private MemberStatus memberStatus() throws UnexpectedValueException {
            // the Go supervisord sends infos of processes, without a status
            int status = number(RpcMember.STATUS, Fault.SUCCESS.code());
            return new MemberStatus(namespec(), Fault.of(status), text(RpcMember.DESCRIPTION, ""));
        }

        private Namespec namespec() throws UnexpectedValueException {
            return new Namespec(text(RpcMember.GROUP), text(RpcMember.NAME));
        }

        private Instant instant(RpcMember member) throws UnexpectedValueException {
            return Instant.ofEpochSecond(number(member, 0));
        }

        private String text(RpcMember member) throws UnexpectedValueException {
            return member(member, String.class);
        }

        private String text(RpcMember member, String otherwise) throws UnexpectedValueException {
            return members.get(member) == null ? otherwise : text(member);
        }

        private int number(RpcMember member) throws UnexpectedValueException {
            return member(member, Integer.class);
        }

        private int number(RpcMember member, int otherwise) throws UnexpectedValueException {
            return members.get(member) == null ? otherwise : number(member);
        }

        private <T> T member(RpcMember member, Class<T> type) throws UnexpectedValueException {
            Object value = members.get(member);
            if (value == null) {
                throw new UnexpectedValueException("no " + member);
            }
            if (!type.isInstance(value)) {
                throw new UnexpectedValueException("wrong type of " + member);
            }
            return type.cast(value);
        }
    }

    /**
     * The processes of {@code getAllProcessInfo}: each once, in the order of the result. A malformed entry does not hide the
     * other processes.
     */
    final class ProcessList implements ResponseMapper<List<ProcessInfo>> {

        private static final Logger LOG = LoggerFactory.getLogger(ResponseMapper.class);
        private static final int MAX_LOG_LINES = 3;

        /** An entry that is no process. */
        private record Malformed(String why, String excerpt) {

            @Override
            public String toString() {
                return why + " (" + excerpt + ")";
            }
        }

        @Override
        public Object ofEntry(Object entry) {
            try {
                return process(entry);
            } catch (UnexpectedValueException e) {
                return new Malformed(String.valueOf(e.getMessage()), TextSanitizer.excerpt(String.valueOf(entry)));
            }
        }

        @Override
        public List<ProcessInfo> of(@Nullable Object result) throws UnexpectedValueException {
            Object[] entries = array(result);
            List<ProcessInfo> processes = new ArrayList<>(entries.length);
            Set<Namespec> names = new HashSet<>(entries.length * 2);
            int malformed = 0;
            for (Object entry : entries) {
                if (entry instanceof ProcessInfo process) {
                    if (names.add(process.name())) {
                        processes.add(process);
                    }
                } else if (++malformed <= MAX_LOG_LINES) {
                    LOG.warn("ignoring a process listed by supervisord: {}", entry);
                }
            }
            if (malformed > MAX_LOG_LINES) {
                LOG.warn("ignoring {} more processes listed by supervisord", malformed - MAX_LOG_LINES);
            }
            return Collections.unmodifiableList(processes);
        }
    }
}
