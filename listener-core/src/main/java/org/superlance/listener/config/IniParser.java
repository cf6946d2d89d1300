package org.superlance.listener.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one file as Python's RawConfigParser does with supervisord's settings: {@code ;} and {@code #}
 * start a comment at the start of a line or after a space, {@code =} or {@code :} ends a key, a line that is indented
 * more than its key continues the value. A line that is none of these is passed over.
 *
 * <p>Source: configparser of Python 3, supervisord 4.2's configuration file.
 */
final class IniParser {

    private final Path file;
    private final Function<String, IniSection> sections;
    private @Nullable IniSection section;
    private @Nullable String key;
    private int indent;
    private final List<String> value = new ArrayList<>();

    /** @param sections finds the section of a name, or makes it */
    IniParser(Path file, Function<String, IniSection> sections) {
        this.file = file;
        this.sections = sections;
    }

    void parse(String text) {
        String lines = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (Iterator<String> line = lines.lines().iterator(); line.hasNext(); ) {
            add(line.next());
        }
        finishValue();
    }

    private void add(String line) {
        int comment = commentIn(line);
        String content = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (content.isEmpty()) {
            // an empty line belongs to the value that is continued after it; a comment does not
            if (comment < 0) {
                value.add("");
            }
            return;
        }
        int depth = line.length() - line.stripLeading().length();
        if (key != null && depth > indent) {
            value.add(content);
            return;
        }
        finishValue();
        indent = depth;
        if (content.startsWith("[") && content.lastIndexOf(']') > 1) {
            section = sections.apply(content.substring(1, content.lastIndexOf(']')));
        } else {
            startValue(content);
        }
    }

    private void startValue(String content) {
        int end = 0;
        while (end < content.length() && content.charAt(end) != '=' && content.charAt(end) != ':') {
            end++;
        }
        if (end > 0 && end < content.length()) {
            key = content.substring(0, end).strip();
            value.add(content.substring(end + 1).strip());
        }
    }

    private void finishValue() {
        if (section != null && key != null) {
            section.put(key, String.join("\n", value).stripTrailing(), file);
        }
        key = null;
        value.clear();
    }

    private static int commentIn(String line) {
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if ((c == ';' || c == '#') && (at == 0 || Character.isWhitespace(line.charAt(at - 1)))) {
                return at;
            }
        }
        return -1;
    }
}
