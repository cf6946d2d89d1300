package org.superlance.procmon.config;

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
import org.superlance.procmon.config.GroupSpec.PoolSpec;

/** Reads the process groups: those of {@code [group:x]}, one for each other program, one for each event listener. */
final class GroupReader {

    private static final int BUFFER = 10;

    private final IniFile ini;
    private final SectionContext sectionContext;
    private final PathResolver pathResolver;
    private final Map<String, GroupSpec> groups = new LinkedHashMap<>();
    private final Set<String> grouped = new HashSet<>();

    GroupReader(IniFile ini, SectionContext sectionContext, PathResolver pathResolver) {
        this.ini = ini;
        this.sectionContext = sectionContext;
        this.pathResolver = pathResolver;
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
        SectionValues sectionValues = sectionValues(section);
        List<ProgramSpec> programs = new ArrayList<>();
        for (String program : sectionValues.list("programs")) {
            Optional<IniSection> member = ini.section("program:" + program);
            if (member.isEmpty()) {
                throw sectionValues.wrong(
                        "programs", program, "there is no section [program:" + program + "], so add it");
            }
            grouped.add(member.get().name());
            programs.addAll(programs(member.get(), sectionValues(member.get()), sectionValues.name()));
        }
        add(sectionValues, 999, programs, Optional.empty());
    }

    private void addProgram(IniSection section) throws ConfigException {
        SectionValues sectionValues = sectionValues(section);
        add(sectionValues, 999, programs(section, sectionValues, sectionValues.name()), Optional.empty());
    }

    private void addPool(IniSection section) throws ConfigException {
        SectionValues sectionValues = sectionValues(section);
        PoolSpec pool = new PoolSpec(events(sectionValues), sectionValues.number("buffer_size", BUFFER, 1));
        if (sectionValues.bool("redirect_stderr", false)) {
            throw sectionValues.wrong(
                    "redirect_stderr", "true", "that would break the event protocol, so leave it out for a listener");
        }
        add(sectionValues, -1, programs(section, sectionValues, sectionValues.name()), Optional.of(pool));
    }

    private EventSubscription events(SectionValues sectionValues) throws ConfigException {
        String text = sectionValues.text("events").orElse("");
        if (text.isEmpty()) {
            throw new ConfigException("section [" + sectionValues.section()
                    + "] requires an \"events\" line; add one such as events=TICK_60");
        }
        try {
            EventSubscription events = EventSubscription.parse(text);
            if (events.types().stream().anyMatch(EventType.PROCESS_COMMUNICATION::covers)) {
                sectionContext.warn("section [" + sectionValues.section()
                        + "] asks for PROCESS_COMMUNICATION events, which never come");
            }
            return events;
        } catch (IllegalArgumentException e) {
            throw sectionValues.wrong("events", text, "write names such as TICK_60,PROCESS_STATE");
        }
    }

    private List<ProgramSpec> programs(IniSection section, SectionValues sectionValues, String group)
            throws ConfigException {
        List<ProgramSpec> programs = new ProgramReader(sectionContext, sectionValues, group).read(section);
        sectionValues.number("priority", 0, Integer.MIN_VALUE);
        sectionValues
                .unknown()
                .forEach(key -> sectionContext.warn(
                        key + " in section [" + section.name() + "] is not supported and has no effect"));
        return programs;
    }

    private void add(SectionValues sectionValues, int priority, List<ProgramSpec> programs, Optional<PoolSpec> pool)
            throws ConfigException {
        List<ProgramSpec> sorted = programs.stream()
                .sorted(Comparator.comparingInt(ProgramSpec::priority).thenComparing(ProgramSpec::name))
                .toList();
        GroupSpec group = new GroupSpec(
                sectionValues.name(), sectionValues.number("priority", priority, Integer.MIN_VALUE), sorted, pool);
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

    private SectionValues sectionValues(IniSection section) {
        return new SectionValues(section, sectionContext.variables(), pathResolver);
    }
}
