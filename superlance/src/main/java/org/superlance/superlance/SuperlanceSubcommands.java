package org.superlance.superlance;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.superlance.crashmail.Crashmail;
import org.superlance.crashmailbatch.Crashmailbatch;
import org.superlance.crashsms.Crashsms;
import org.superlance.fatalmailbatch.Fatalmailbatch;
import org.superlance.httpok.Httpok;
import org.superlance.listener.config.CommandMatcher;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.memmon.Memmon;
import org.superlance.oomemonitor.OomeMonitor;
import org.superlance.procmon.Procmon;
import org.superlance.superlance.events.EventsMain;
import org.superlance.superlance.pause.PauseMain;
import org.superlance.superlance.pause.ResumeMain;
import org.superlance.superlance.report.ReportMain;
import org.superlance.superlance.spool.SpoolMain;
import org.superlance.superlance.status.StatusMain;
import org.superlance.timemon.Timemon;

/** The commands by name: those of the listeners, and those with which an operator looks after them. */
final class SuperlanceSubcommands {

    /** One of the commands, as its own main method runs it. */
    @FunctionalInterface
    interface SuperlanceSubcommand {

        /** Runs the command and returns its exit status. */
        int run(CommandContext context, String... arguments);
    }

    private final Map<String, SuperlanceSubcommand> byName;
    private final Map<String, SuperlanceSubcommand> operators;

    /** Without commands for operators. */
    SuperlanceSubcommands(Map<String, SuperlanceSubcommand> byName) {
        this(byName, Map.of());
    }

    /** @param operators those that are no listeners and that no section runs */
    SuperlanceSubcommands(Map<String, SuperlanceSubcommand> byName, Map<String, SuperlanceSubcommand> operators) {
        this.byName = new LinkedHashMap<>(byName);
        this.operators = new LinkedHashMap<>(operators);
    }

    static SuperlanceSubcommands all() {
        Map<String, SuperlanceSubcommand> byName = new LinkedHashMap<>();
        byName.put("memmon", Memmon::run);
        byName.put("httpok", Httpok::run);
        byName.put("timemon", Timemon::run);
        byName.put("oome_monitor", OomeMonitor::run);
        byName.put("crashmail", Crashmail::run);
        byName.put("crashmailbatch", Crashmailbatch::run);
        byName.put("fatalmailbatch", Fatalmailbatch::run);
        byName.put("crashsms", Crashsms::run);
        byName.put("procmon", Procmon::run);
        return new SuperlanceSubcommands(byName, operators(byName.keySet()));
    }

    /** {@code Tool} has them too, for the manual and the completion. */
    private static Map<String, SuperlanceSubcommand> operators(Collection<String> listeners) {
        Map<String, SuperlanceSubcommand> byName = new LinkedHashMap<>();
        byName.put("status", (context, arguments) -> StatusMain.run(listeners, context, arguments));
        byName.put("spool", SpoolMain::run);
        byName.put("pause", PauseMain::run);
        byName.put("resume", ResumeMain::run);
        byName.put("events", EventsMain::run);
        byName.put("report", ReportMain::run);
        return byName;
    }

    /** One of either kind. */
    Optional<SuperlanceSubcommand> find(String name) {
        return Optional.ofNullable(byName.get(name)).or(() -> Optional.ofNullable(operators.get(name)));
    }

    /** Those of the listeners. */
    Collection<String> names() {
        return byName.keySet();
    }

    /** Those for operators. */
    Collection<String> operatorNames() {
        return operators.keySet();
    }

    /**
     * The command that a section's {@code command=} runs.
     *
     * @throws IllegalArgumentException with a sentence for an operator if it is no event listener of this project
     */
    SuperlanceSubcommand listener(CommandMatcher command) {
        SuperlanceSubcommand subcommand = Optional.ofNullable(byName.get(command.name()))
                .orElseThrow(() -> new IllegalArgumentException("its command '" + command.program() + "' is none of "
                        + String.join(", ", names()) + "; leave the section in supervisord.conf"));
        if (command.name().equals("procmon")
                && command.arguments("procmon watch").isEmpty()) {
            throw new IllegalArgumentException(
                    "only 'procmon watch' is an event listener; run other procmon subcommands on their own");
        }
        return subcommand;
    }
}
