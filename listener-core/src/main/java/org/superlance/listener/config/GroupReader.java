package org.superlance.listener.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.superlance.listener.config.GroupConfig.PoolConfig;
import org.superlance.listener.config.GroupConfig.ResultHandler;
import org.superlance.listener.config.ProgramConfig.Execution;
import org.superlance.listener.config.ProgramConfig.Restart;
import org.superlance.listener.config.ProgramConfig.Starting;
import org.superlance.listener.config.ProgramConfig.Stopping;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.event.EventType;
import org.superlance.listener.process.Signal;
import org.superlance.listener.util.Comparators;

/** Reads the process groups: one for each {@code [group:x]}, ungrouped program and event listener. */
public final class GroupReader {

    private static final int BUFFER = 10;

    private final SupervisordConfig config;
    private final IniFile ini;
    private final Consumer<String> warnings;
    private final Map<String, GroupConfig> groups = new LinkedHashMap<>();
    private final Set<String> grouped = new HashSet<>();

    /** @param warnings gets a sentence for each setting without effect, some more than once */
    public GroupReader(SupervisordConfig config, Consumer<String> warnings) {
        this.config = config;
        this.ini = config.ini();
        this.warnings = warnings;
    }

    /** Sorted by priority, then by name. */
    public List<GroupConfig> read() throws ConfigException {
        warnOfNameless();
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
                .sorted(Comparators.inOrder(
                        Comparators.comparingInt(GroupConfig::priority), Comparators.comparing(GroupConfig::name)))
                .toList();
    }

    private void warnOfNameless() {
        for (String kind : List.of("program", "group", "eventlistener")) {
            ini.section(kind)
                    .ifPresent(section -> warnings.accept(
                            "section [" + kind + "] has no name and no effect; write [" + kind + ":NAME]"));
        }
    }

    /** Reads that pool only, whatever else is configured. */
    public GroupConfig pool(IniSection section) throws ConfigException {
        addPool(section);
        return groups.values().iterator().next();
    }

    private void addGroup(IniSection section) throws ConfigException {
        SectionValues sectionValues = config.values(section);
        List<ProgramConfig> programs = new ArrayList<>();
        for (String program : sectionValues.list("programs")) {
            Optional<IniSection> member = ini.section("program:" + program);
            if (program.isEmpty()) {
                throw sectionValues.wrong(
                        "programs",
                        String.join(",", sectionValues.list("programs")),
                        "remove the comma without a name");
            }
            if (member.isEmpty()) {
                throw sectionValues.wrong("programs", program, "there is no section [program:" + program + "]; add it");
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
        PoolConfig pool = new PoolConfig(
                events(sectionValues), sectionValues.number("buffer_size", BUFFER, 1), resultHandler(sectionValues));
        if (sectionValues.bool("redirect_stderr", false)) {
            throw sectionValues.wrong(
                    "redirect_stderr", "true", "that would break the event protocol; remove it for a listener");
        }
        add(sectionValues, -1, programs(section, sectionValues, sectionValues.name()), Optional.of(pool));
    }

    private static ResultHandler resultHandler(SectionValues sectionValues) throws ConfigException {
        Optional<String> spec = sectionValues.text("result_handler");
        if (spec.isEmpty()) {
            return ResultHandler.OK_OR_FAIL;
        }
        // an answer that only that code understands would be a failure, and its event sent again for ever
        return ResultHandler.ofSpec(spec.get())
                .orElseThrow(() -> sectionValues.wrong(
                        "result_handler",
                        spec.get(),
                        "that is Python code, which only supervisord runs; remove the line if the listener answers OK or"
                                + " FAIL, or run it there"));
    }

    private EventSubscription events(SectionValues sectionValues) throws ConfigException {
        String text = sectionValues.text("events").orElse("");
        if (text.isEmpty()) {
            throw new ConfigException("section [" + sectionValues.section()
                    + "] requires an \"events\" line; add one, such as events=TICK_60");
        }
        try {
            EventSubscription events = EventSubscription.parse(text);
            if (isAboutCommunication(events)) {
                warnings.accept("section [" + sectionValues.section()
                        + "] subscribes to PROCESS_COMMUNICATION events, which are not supported");
            }
            return events;
        } catch (IllegalArgumentException e) {
            throw sectionValues.wrong("events", text, "write names such as TICK_60,PROCESS_STATE");
        }
    }

    private static boolean isAboutCommunication(EventSubscription events) {
        for (EventType type : events.types()) {
            if (EventType.PROCESS_COMMUNICATION.covers(type)) {
                return true;
            }
        }
        return false;
    }

    private List<ProgramConfig> programs(IniSection section, SectionValues sectionValues, String group)
            throws ConfigException {
        List<ProgramConfig> programs = new ProgramReader(config, sectionValues, group, warnings).read(section);
        sectionValues.number("priority", 0, Integer.MIN_VALUE);
        if (programs.isEmpty()) {
            // with numprocs=0 most keys have not been read
            return programs;
        }
        CommandLauncher.of(programs.get(0).execution().words(), Map.of())
                .program()
                .ifPresent(program ->
                        warnings.accept("section [" + section.name() + "]: " + CommandLauncher.adviceAgainst(program)));
        sectionValues
                .unknown()
                .forEach(key -> warnings.accept(
                        key + " in section [" + section.name() + "] is not supported and has no effect"));
        return programs;
    }

    private void add(SectionValues sectionValues, int priority, List<ProgramConfig> programs, Optional<PoolConfig> pool)
            throws ConfigException {
        GroupConfig group = new GroupConfig(
                sectionValues.name(), sectionValues.number("priority", priority, Integer.MIN_VALUE), programs, pool);
        Set<String> names = new HashSet<>();
        programs.forEach(program -> names.add(program.name()));
        if (names.size() < programs.size()) {
            throw new ConfigException("two processes of group " + group.name()
                    + " have the same name; make process_name unique, such as with %(process_num)d");
        }
        if (groups.putIfAbsent(group.name(), group) != null) {
            throw new ConfigException("duplicate group " + group.name()
                    + "; each [group:x], ungrouped [program:x] and [eventlistener:x] is a group; rename one");
        }
    }

    /** Reads the processes of a {@code [program:x]} or {@code [eventlistener:x]}. */
    private static final class ProgramReader {

        private static final int MAX_PROCESSES = 10_000;

        private final SupervisordConfig config;
        private final Consumer<String> warnings;
        private final SectionValues sectionValues;
        private final String group;

        /** @param section its values, which others read too */
        ProgramReader(SupervisordConfig config, SectionValues section, String group, Consumer<String> warnings) {
            this.config = config;
            this.warnings = warnings;
            this.sectionValues = section;
            this.group = group;
        }

        /** One process for each of {@code numprocs}. */
        List<ProgramConfig> read(IniSection section) throws ConfigException {
            Map<String, String> variables = new HashMap<>(config.variables());
            variables.put("program_name", sectionValues.name());
            variables.put("group_name", group);
            SectionValues plain = sectionValues.with(variables);
            int number = plain.number("numprocs", 1, 0);
            int first = plain.number("numprocs_start", 0, 0);
            sectionValues.ignore("process_name");
            boolean numbered = section.raw("process_name").orElse("").contains("%(process_num)");
            if (number > MAX_PROCESSES || (number > 1 && !numbered)) {
                throw sectionValues.wrong(
                        "numprocs",
                        Integer.toString(number),
                        "process_name must contain %(process_num) if it is above 1, and the maximum is "
                                + MAX_PROCESSES);
            }
            List<ProgramConfig> programs = new ArrayList<>();
            for (int process = first; process < first + number; process++) {
                variables.put("process_num", Integer.toString(process));
                variables.put("numprocs", Integer.toString(number));
                programs.add(one(variables));
            }
            programs.sort(Comparators.inOrder(
                    Comparators.comparingInt(ProgramConfig::priority), Comparators.comparing(ProgramConfig::name)));
            return programs;
        }

        private ProgramConfig one(Map<String, String> common) throws ConfigException {
            Map<String, String> environment =
                    new HashMap<>(sectionValues.with(common).pairs("environment"));
            Map<String, String> variables = new HashMap<>(common);
            environment.forEach((name, value) -> variables.put("ENV_" + name, value));
            SectionValues all = sectionValues.with(variables);
            config.sharedEnvironment().forEach(environment::putIfAbsent);
            String name = all.text("process_name").orElse(sectionValues.name());
            return new ProgramConfig(
                    all.named(name, "process_name in section [" + all.section() + "]"),
                    command(all),
                    execution(all),
                    environment,
                    all.text("serverurl").filter(url -> !PythonText.strip(url).equalsIgnoreCase("AUTO")),
                    all.number("priority", 999, Integer.MIN_VALUE),
                    starting(all),
                    stopping(all),
                    LogConfig.ofProcess(all, warnings));
        }

        private static String command(SectionValues all) throws ConfigException {
            Optional<String> command = all.text("command");
            if (command.isEmpty()) {
                throw new ConfigException("section [" + all.section() + "] does not specify a command; add command=");
            }
            return command.get();
        }

        private Execution execution(SectionValues all) throws ConfigException {
            Optional<String> shared = config.umask();
            return new Execution(
                    words(all), all.path("directory"), all.octal("umask").or(() -> shared), all.user("user"));
        }

        private static List<String> words(SectionValues all) throws ConfigException {
            // a command may hold a password, so it is not shown
            try {
                List<String> words = CommandLineSplitter.split(command(all));
                if (words.isEmpty() || words.get(0).isEmpty()) {
                    throw all.failure("command", "is empty; write a program and its arguments");
                }
                return words;
            } catch (IllegalArgumentException e) {
                throw all.failure(
                        "command", "has a quote that is not closed, or ends in a backslash; close its quotes");
            }
        }

        private static Starting starting(SectionValues all) throws ConfigException {
            return new Starting(
                    all.bool("autostart", true),
                    restart(all),
                    all.seconds("startsecs", 1),
                    all.number("startretries", 3, 0),
                    expected(all));
        }

        private static Restart restart(SectionValues all) throws ConfigException {
            if (all.text("autorestart").orElse("unexpected").equalsIgnoreCase("unexpected")) {
                return Restart.UNEXPECTED;
            }
            try {
                return all.bool("autorestart", true) ? Restart.ALWAYS : Restart.NEVER;
            } catch (ConfigException e) {
                throw all.wrong("autorestart", all.text("autorestart").orElse(""), "write true, false or unexpected");
            }
        }

        private static List<Integer> expected(SectionValues all) throws ConfigException {
            List<Integer> codes = new ArrayList<>();
            List<String> words = all.text("exitcodes").isPresent() ? all.list("exitcodes") : List.of("0");
            for (String word : words) {
                codes.add(PythonText.number(word)
                        .filter(code -> code >= 0 && code <= 255)
                        .orElseThrow(() -> all.wrong(
                                "exitcodes", word, "write exit statuses from 0 to 255 with commas between them"))
                        .intValue());
            }
            return codes;
        }

        private static Stopping stopping(SectionValues all) throws ConfigException {
            boolean stopGroup = all.bool("stopasgroup", false);
            boolean killGroup = all.bool("killasgroup", stopGroup);
            if (stopGroup && !killGroup) {
                throw all.wrong("killasgroup", "false", "with stopasgroup=true it must be true; remove it");
            }
            String signal = all.text("stopsignal").orElse("TERM");
            try {
                return new Stopping(Signal.parse(signal), all.seconds("stopwaitsecs", 10), stopGroup, killGroup);
            } catch (IllegalArgumentException e) {
                throw all.wrong("stopsignal", signal, "write a name such as TERM, or its number");
            }
        }
    }
}
