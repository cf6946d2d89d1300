package org.superlance.oomemonitor;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.supervisor.Namespec;

/**
 * Where a program that says nothing itself puts its marker: a path in which <code>{process_name}</code> and
 * <code>{group_name}</code> stand for the names of the process; a relative one lies under its working directory.
 */
record MarkerTemplate(String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(process_name|group_name)}");

    /** Of a program that says nothing else; needs the pattern above. */
    static final MarkerTemplate DEFAULT = new MarkerTemplate("work/oome");

    /** @throws IllegalArgumentException with a sentence for people if it can be no path of a file */
    MarkerTemplate {
        if (text.contains("%(")) {
            throw new IllegalArgumentException(
                    "'" + text + "' holds %( ), which supervisord would replace with the names"
                            + " of the listener: write {process_name} or {group_name}");
        }
        String rest = PLACEHOLDER.matcher(text).replaceAll("x");
        if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' holds a placeholder that is none: there are {process_name} and {group_name}");
        }
        if (rest.isBlank() || rest.endsWith("/") || rest.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'" + text + "' names no file; write for instance work/oome");
        }
    }

    /** The marker of that process, perhaps relative. */
    Path of(Namespec process) {
        Map<String, String> names = Map.of("process_name", process.name(), "group_name", process.group());
        return Path.of(PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(name(names, found))));
    }

    private static String name(Map<String, String> names, MatchResult placeholder) {
        return names.getOrDefault(placeholder.group(1), "");
    }
}
