package org.superlance.listener.runtime;

import java.util.List;
import org.superlance.listener.configcheck.Diagnostic;

/** What a {@link MonitorListener} shows people of its last check, beside the decisions. */
public interface MonitorReport {

    /** What the value that it measures is called, for the head of a table. */
    String valueTitle();

    /** What {@code --once} has to say below its table of processes. */
    default List<String> remarks() {
        return List.of();
    }

    /**
     * What {@code --check} has to say of the last check.
     *
     * @param ofProcesses what it says of single processes
     */
    default List<Diagnostic> diagnostics(List<Diagnostic> ofProcesses) {
        return ofProcesses;
    }

    /** For a monitor that shows nothing but its decisions. */
    static MonitorReport titled(String valueTitle) {
        return () -> valueTitle;
    }
}
