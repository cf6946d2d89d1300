package org.superlance.listener.supervisor;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A struct of an answer: those of its members that somebody asks for. */
final class RpcStruct {

    private final Map<RpcMember, Object> members = new EnumMap<>(RpcMember.class);

    /**
     * A member that somebody asks for. An answer about 5,000 processes has 70,000 members, and a listener has a small heap.
     */
    enum RpcMember {
        NAME("name"),
        GROUP("group"),
        START("start"),
        STOP("stop"),
        NOW("now"),
        STATE("state"),
        STATE_NAME("statename"),
        SPAWN_ERROR("spawnerr"),
        EXIT_STATUS("exitstatus"),
        PID("pid"),
        STDOUT_LOG("stdout_logfile"),
        STDERR_LOG("stderr_logfile"),
        STATUS("status"),
        DESCRIPTION("description"),
        FAULT_CODE("faultCode"),
        FAULT_STRING("faultString");

        private static final Map<String, RpcMember> BY_NAME = new HashMap<>();

        static {
            for (RpcMember member : values()) {
                BY_NAME.put(member.name, member);
            }
        }

        private final String name;

        RpcMember(String name) {
            this.name = name;
        }

        /** Null for one that nobody asks for. */
        static @Nullable RpcMember of(String name) {
            return BY_NAME.get(name);
        }

        /** Its name in an answer. */
        @Override
        public String toString() {
            return name;
        }
    }

    void put(RpcMember member, Object value) {
        members.put(member, value);
    }

    /** Null if the answer does not have it. */
    @Nullable
    Object get(RpcMember member) {
        return members.get(member);
    }

    /** For people: {@code {name=web_1, pid=4711}}. */
    @Override
    public String toString() {
        return members.toString();
    }
}
