package org.superlance.procmon.conf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.IniFile;
import org.superlance.listener.config.IniSection;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.event.EventType;
import org.superlance.procmon.conf.GroupSpec.PoolSpec;

/** Reads the process groups: those of {@code [group:x]}, one for each other program, one for each event listener. */
final class GroupReader {

    private static final int BUFFER = 10;

    private final IniFile ini;
    private final Context context;
    private final Paths paths;
    private final Map<String, GroupSpec> groups = new LinkedHashMap<>();
    private final Set<String> grouped = new HashSet<>();

    GroupReader(IniFile ini, Context context, Paths paths) {
        this.ini = ini;
        this.context = context;
        this.paths = paths;
    }

    /** By priority, and by name where it is the same. */
    List<GroupSpec> read() throws ConfigException {
        for (IniSection section : ini.sectionsOf("group")) {
            addGroup(section);
        }
        for (IniSection section : ini.sectionsOf("program")) {
            if (!grouped.contains(section.name())) {
                addProgram(section);
            }
        }
        for (IniSection section : ini.sectionsOf("eventlistener")) {
            addPool(section);
        }
        return groups.values().stream()
                .sorted(Comparator.comparingInt(GroupSpec::priority).thenComparing(GroupSpec::name))
                .toList();
    }

    /** That pool alone, whatever else there is. */
    GroupSpec pool(IniSection section) throws ConfigException {
        addPool(section);
        return groups.values().iterator().next();
    }

    private void addGroup(IniSection section) throws ConfigException {
        Values values = values(section);
        List<ProgramSpec> programs = new ArrayList<>();
        for (String program : values.list("programs")) {
            Optional<IniSection> member = ini.section("program:" + program);
            if (member.isEmpty()) {
                throw values.wrong("programs", program, "there is no section [program:" + program + "], so add it");
            }
            grouped.add(member.get().name());
            programs.addAll(programs(member.get(), values(member.get()), values.name()));
        }
        add(values, 999, programs, Optional.empty());
    }

    private void addProgram(IniSection section) throws ConfigException {
        Values values = values(section);
        add(values, 999, programs(section, values, values.name()), Optional.empty());
    }

    private void addPool(IniSection section) throws ConfigException {
        Values values = values(section);
        PoolSpec pool = new PoolSpec(events(values), values.number("buffer_size", BUFFER, 1));
        if (values.bool("redirect_stderr", false)) {
            throw values.wrong(
                    "redirect_stderr", "true", "that would break the event protocol, so leave it out for a listener");
        }
        add(values, -1, programs(section, values, values.name()), Optional.of(pool));
    }

    private EventSubscription events(Values values) throws ConfigException {
        String text = values.text("events").orElse("");
        if (text.isEmpty()) {
            throw new ConfigException(
                    "section [" + values.section() + "] requires an \"events\" line; add one such as events=TICK_60");
        }
        try {
            EventSubscription events = EventSubscription.parse(text);
            if (events.types().stream().anyMatch(EventType.PROCESS_COMMUNICATION::covers)) {
                context.warn(
                        "section [" + values.section() + "] asks for PROCESS_COMMUNICATION events, which never come");
            }
            return events;
        } catch (IllegalArgumentException e) {
            throw values.wrong("events", text, "write names such as TICK_60,PROCESS_STATE");
        }
    }

    private List<ProgramSpec> programs(IniSection section, Values values, String group) throws ConfigException {
        List<ProgramSpec> programs = new ProgramReader(context, values, group).read(section);
        values.number("priority", 0, Integer.MIN_VALUE);
        values.unknown()
                .forEach(key ->
                        context.warn(key + " in section [" + section.name() + "] is not supported and has no effect"));
        return programs;
    }

    private void add(Values values, int priority, List<ProgramSpec> programs, Optional<PoolSpec> pool)
            throws ConfigException {
        List<ProgramSpec> sorted = programs.stream()
                .sorted(Comparator.comparingInt(ProgramSpec::priority).thenComparing(ProgramSpec::name))
                .toList();
        GroupSpec group =
                new GroupSpec(values.name(), values.number("priority", priority, Integer.MIN_VALUE), sorted, pool);
        if (sorted.stream().map(ProgramSpec::name).distinct().count() < sorted.size()) {
            throw new ConfigException("two processes of group " + group.name()
                    + " have the same name; make process_name different, for instance by %(process_num)d");
        }
        if (groups.putIfAbsent(group.name(), group) != null) {
            throw new ConfigException(
                    "there are two groups " + group.name()
                            + "; a [group:x], a [program:x] outside any group and an [eventlistener:x] each make one, so rename one");
        }
    }

    private Values values(IniSection section) {
        return new Values(section, context.variables(), paths);
    }
}
