package org.superlance.listener.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.superlance.listener.config.GroupConfig.PoolConfig;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.event.EventType;

/** Reads the process groups: those of {@code [group:x]}, one for each other program, one for each event listener. */
public final class GroupReader {

    private static final int BUFFER = 10;

    private final SupervisordConfig config;
    private final IniFile ini;
    private final Consumer<String> warnings;
    private final Map<String, GroupConfig> groups = new LinkedHashMap<>();
    private final Set<String> grouped = new HashSet<>();

    /** @param warnings gets what has no effect, a sentence each, some more than once */
    public GroupReader(SupervisordConfig config, Consumer<String> warnings) {
        this.config = config;
        this.ini = config.ini();
        this.warnings = warnings;
    }

    /** By priority, and by name where it is the same. */
    public List<GroupConfig> read() throws ConfigException {
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
                .sorted(Comparator.comparingInt(GroupConfig::priority).thenComparing(GroupConfig::name))
                .toList();
    }

    /** That pool alone, whatever else there is. */
    public GroupConfig pool(IniSection section) throws ConfigException {
        addPool(section);
        return groups.values().iterator().next();
    }

    private void addGroup(IniSection section) throws ConfigException {
        SectionValues sectionValues = config.values(section);
        List<ProgramConfig> programs = new ArrayList<>();
        for (String program : sectionValues.list("programs")) {
            Optional<IniSection> member = ini.section("program:" + program);
            if (member.isEmpty()) {
                throw sectionValues.wrong(
                        "programs", program, "there is no section [program:" + program + "], so add it");
            }
            grouped.add(member.get().name());
            programs.addAll(programs(member.get(), config.values(member.get()), sectionValues.name()));
        }
        add(sectionValues, 999, programs, Optional.empty());
    }

    private void addProgram(IniSection section) throws ConfigException {
        SectionValues sectionValues = config.values(section);
        add(sectionValues, 999, programs(section, sectionValues, sectionValues.name()), Optional.empty());
    }

    private void addPool(IniSection section) throws ConfigException {
        SectionValues sectionValues = config.values(section);
        PoolConfig pool = new PoolConfig(events(sectionValues), sectionValues.number("buffer_size", BUFFER, 1));
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
                warnings.accept("section [" + sectionValues.section()
                        + "] asks for PROCESS_COMMUNICATION events, which never come");
            }
            return events;
        } catch (IllegalArgumentException e) {
            throw sectionValues.wrong("events", text, "write names such as TICK_60,PROCESS_STATE");
        }
    }

    private List<ProgramConfig> programs(IniSection section, SectionValues sectionValues, String group)
            throws ConfigException {
        List<ProgramConfig> programs = new ProgramReader(config, sectionValues, group, warnings).read(section);
        sectionValues.number("priority", 0, Integer.MIN_VALUE);
        sectionValues
                .unknown()
                .forEach(key -> warnings.accept(
                        key + " in section [" + section.name() + "] is not supported and has no effect"));
        return programs;
    }

    private void add(SectionValues sectionValues, int priority, List<ProgramConfig> programs, Optional<PoolConfig> pool)
            throws ConfigException {
        List<ProgramConfig> sorted = programs.stream()
                .sorted(Comparator.comparingInt(ProgramConfig::priority).thenComparing(ProgramConfig::name))
                .toList();
        GroupConfig group = new GroupConfig(
                sectionValues.name(), sectionValues.number("priority", priority, Integer.MIN_VALUE), sorted, pool);
        if (sorted.stream().map(ProgramConfig::name).distinct().count() < sorted.size()) {
            throw new ConfigException("two processes of group " + group.name()
                    + " have the same name; make process_name different, for instance by %(process_num)d");
        }
        if (groups.putIfAbsent(group.name(), group) != null) {
            throw new ConfigException(
                    "there are two groups " + group.name()
                            + "; a [group:x], a [program:x] outside any group and an [eventlistener:x] each make one, so rename one");
        }
    }
}
