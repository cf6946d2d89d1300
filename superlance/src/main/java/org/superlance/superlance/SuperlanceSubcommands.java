package org.superlance.superlance;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.crashmail.Crashmail;
import org.superlance.crashmailbatch.Crashmailbatch;
import org.superlance.crashsms.Crashsms;
import org.superlance.fatalmailbatch.Fatalmailbatch;
import org.superlance.httpok.Httpok;
import org.superlance.memmon.Memmon;
import org.superlance.oomemonitor.OomeMonitor;
import org.superlance.procmon.Procmon;
import org.superlance.timemon.Timemon;

/** All commands by the names that people know them by. */
final class SuperlanceSubcommands {

    private static final String SELF = "superlance";

    private final Map<String, SuperlanceSubcommand> byName;

    SuperlanceSubcommands(Map<String, SuperlanceSubcommand> byName) {
        this.byName = new LinkedHashMap<>(byName);
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
        return new SuperlanceSubcommands(byName);
    }

    Optional<SuperlanceSubcommand> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Collection<String> names() {
        return byName.keySet();
    }

    /**
     * The command that a section's {@code command=} means: its first word, wherever the file of that name lies.
     *
     * @throws IllegalArgumentException with a sentence for people if it is none of ours, or no event listener
     */
    SuperlanceSubcommand listener(List<String> words) {
        String name = name(words);
        SuperlanceSubcommand command = find(name)
                .orElseThrow(() -> new IllegalArgumentException("its command '" + words.get(0) + "' is none of "
                        + String.join(", ", names()) + "; leave the section in supervisord.conf"));
        if (name.equals("procmon") && !options(words).contains("watch")) {
            throw new IllegalArgumentException(
                    "of procmon only 'procmon watch' is an event listener; the others are run by themselves");
        }
        return command;
    }

    /** What follows the command's name. */
    List<String> options(List<String> words) {
        return words.subList(isSuperlance(words) ? 2 : 1, words.size());
    }

    private String name(List<String> words) {
        return isSuperlance(words) ? words.get(1) : lastPart(words.get(0));
    }

    /** {@code superlance memmon …} is memmon. */
    private static boolean isSuperlance(List<String> words) {
        return words.size() > 1 && lastPart(words.get(0)).equals(SELF);
    }

    private static String lastPart(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.endsWith(".jar") ? file.substring(0, file.length() - ".jar".length()) : file;
    }
}
