package org.superlance.listener.event;

import java.util.Map;
import java.util.OptionalLong;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;

/**
 * A PROCESS_STATE_* event: a process has changed its state.
 *
 * @param state the new state
 * @param from the name of the state before
 * @param pid of the process, where supervisord tells it (RUNNING, STOPPING, STOPPED, EXITED)
 * @param expected false only for an EXITED that supervisord says was not expected
 */
public record ProcessStateEvent(
        EventHeader header, Namespec process, ProcessState state, String from, OptionalLong pid, boolean expected)
        implements Event {

    static final String PREFIX = "PROCESS_STATE_";

    static Event of(EventHeader header, String payload) {
        Map<String, String> tokens = EventHeader.tokens(payload);
        String name = tokens.getOrDefault("processname", "");
        String group = tokens.getOrDefault("groupname", "");
        if (name.isEmpty() || group.isEmpty()) {
            return new UnknownEvent(header, payload);
        }
        return new ProcessStateEvent(
                header,
                new Namespec(group, name),
                state(header.eventName().substring(PREFIX.length())),
                tokens.getOrDefault("from_state", "UNKNOWN"),
                pid(tokens.getOrDefault("pid", "")),
                !"0".equals(tokens.get("expected")));
    }

    private static ProcessState state(String name) {
        for (ProcessState state : ProcessState.values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return ProcessState.UNKNOWN;
    }

    private static OptionalLong pid(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
