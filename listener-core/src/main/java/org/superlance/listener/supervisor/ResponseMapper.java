package org.superlance.listener.supervisor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.SupervisorClient.MemberStatus;

/** What a result must look like. */
interface ResponseMapper<T> {

    T of(@Nullable Object result) throws UnexpectedValueException;

    static String text(@Nullable Object value) throws UnexpectedValueException {
        if (value instanceof String text) {
            return text;
        }
        throw new UnexpectedValueException("it is no text");
    }

    static Boolean bool(@Nullable Object value) throws UnexpectedValueException {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new UnexpectedValueException("it is neither true nor false");
    }

    static Object[] array(@Nullable Object value) throws UnexpectedValueException {
        if (value instanceof Object[] array) {
            return array;
        }
        throw new UnexpectedValueException("it is no list");
    }

    static List<ProcessInfo> processes(@Nullable Object value) throws UnexpectedValueException {
        return ProcessListMapper.of(array(value));
    }

    static ProcessInfo process(@Nullable Object value) throws UnexpectedValueException {
        return StructMapper.of(value).processInfo();
    }

    static List<MemberStatus> members(@Nullable Object value) throws UnexpectedValueException {
        List<MemberStatus> members = new ArrayList<>();
        for (Object member : array(value)) {
            members.add(StructMapper.of(member).memberStatus());
        }
        return List.copyOf(members);
    }

    /** The text out of {@code [text, offset, overflow]}. */
    static String tail(@Nullable Object value) throws UnexpectedValueException {
        Object[] tail = array(value);
        return text(tail.length == 0 ? null : tail[0]);
    }

    static String stateName(@Nullable Object value) throws UnexpectedValueException {
        return StructMapper.of(value).text("statename");
    }
}
