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
import org.superlance.memmon.Memmon;
import org.superlance.oomemonitor.OomeMonitor;
import org.superlance.timemon.Timemon;

/** All commands by the names that people know them by. */
final class Commands {

    private final Map<String, Command> byName = new LinkedHashMap<>();

    Commands() {
        byName.put("memmon", Memmon::run);
        byName.put("httpok", Httpok::run);
        byName.put("timemon", Timemon::run);
        byName.put("oome_monitor", OomeMonitor::run);
        byName.put("crashmail", Crashmail::run);
        byName.put("crashmailbatch", Crashmailbatch::run);
        byName.put("fatalmailbatch", Fatalmailbatch::run);
        byName.put("crashsms", Crashsms::run);
    }

    Optional<Command> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Collection<String> names() {
        return byName.keySet();
    }
}
