package org.superlance.listener.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.TextLines;

/**
 * Reads the lines of one file: {@code ;} and {@code #} start a comment at the start of a line or after a space,
 * {@code =} or {@code :} ends a key, a line that is indented more than its key continues the value. Any other line is
 * refused, with the whole file: the settings after it may belong to a section that is not there.
 *
 * <p>Source: configparser of Python 3 with supervisord 4.2's settings.
 */
final class IniParser {

    private final Path file;
    private final Function<String, IniSection> sections;
    private final List<String> value = new ArrayList<>();
    private @Nullable IniSection section;
    private @Nullable String key;
    private int indent;
    private int number;
    private @Nullable String firstError;
    private int moreErrors;

    /** @param sections finds or creates a section */
    IniParser(Path file, Function<String, IniSection> sections) {
        this.file = file;
        this.sections = sections;
    }

    /** @throws ConfigException with file, line and remedy if a line cannot be parsed */
    void parse(String text) throws ConfigException {
        if (text.startsWith("\uFEFF")) {
            throw new ConfigException(file
                    + " starts with a byte order mark, which supervisord refuses; save it as UTF-8" + " without one");
        }
        for (String line : TextLines.of(text)) {
            number++;
            add(line);
        }
        finishValue();
        if (firstError != null) {
            throw new ConfigException(
                    firstError + (moreErrors > 0 ? " (lines after it that cannot be parsed: " + moreErrors + ")" : ""));
        }
    }

    private void add(String line) {
        int comment = commentIn(line);
        String content = PythonText.strip(comment < 0 ? line : line.substring(0, comment));
        if (content.isEmpty()) {
            // an empty line belongs to a value that continues after it; a comment does not
            if (comment < 0) {
                value.add("");
            }
            return;
        }
        int depth = PythonText.indent(line);
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

    /** The messages do not show the line, which may hold a password. */
    private void startValue(String content) {
        int end = 0;
        while (end < content.length() && content.charAt(end) != '=' && content.charAt(end) != ':') {
            end++;
        }
        if (content.startsWith("[")) {
            // supervisord may take [program:x for a key, and the lines below for settings of the section above
            refuse("starts a section, but has no name and closing bracket; write [NAME]");
        } else if (section == null && firstError == null) {
            refuse("is in no section; write a line such as [supervisord] above it");
        } else if (section == null) {
            // it belongs to the section whose header is refused
            return;
        } else if (end == 0) {
            refuse("has no key before its " + content.charAt(0) + "; write KEY=VALUE");
        } else if (end < content.length()) {
            key = PythonText.stripEnd(content.substring(0, end));
            value.add(PythonText.strip(content.substring(end + 1)));
        } else {
            refuse("is no setting, because it has no =; write KEY=VALUE, or indent it to continue the line above");
        }
    }

    private void refuse(String why) {
        if (firstError == null) {
            firstError = "line " + number + " of " + file + " " + why;
        } else {
            moreErrors++;
        }
    }

    private void finishValue() {
        if (section != null && key != null) {
            section.put(key, PythonText.stripEnd(String.join("\n", value)), file);
        }
        key = null;
        value.clear();
    }

    /**
     * Where the comment begins; -1 if there is none. The first {@code ;} and the first {@code #} of the line are looked at
     * together, then the second ones, and so on: {@code a;b ; c #d} is {@code a;b ; c}.
     */
    private static int commentIn(String line) {
        if (isAt(line, PythonText.indent(line))) {
            return 0;
        }
        int semicolon = line.indexOf(';');
        int hash = line.indexOf('#');
        while (semicolon >= 0 || hash >= 0) {
            int first = earlier(startsComment(line, semicolon), startsComment(line, hash));
            if (first >= 0) {
                return first;
            }
            semicolon = semicolon < 0 ? -1 : line.indexOf(';', semicolon + 1);
            hash = hash < 0 ? -1 : line.indexOf('#', hash + 1);
        }
        return -1;
    }

    private static boolean isAt(String line, int at) {
        return at < line.length() && (line.charAt(at) == ';' || line.charAt(at) == '#');
    }

    private static int startsComment(String line, int at) {
        return at > 0 && PythonText.isSpace(line.charAt(at - 1)) ? at : -1;
    }

    private static int earlier(int one, int other) {
        return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }
}
