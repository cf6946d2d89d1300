package org.superlance.listener.util;

import java.util.ArrayList;
import java.util.List;

/** The lines of a text, found without a stream: what an idle listener reads does not load {@code java.util.stream}. */
public final class TextLines {

    private TextLines() {}

    /** The lines as by {@link String#lines}: a line feed, a carriage return or both end one, and none is empty at the end. */
    public static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        int begin = 0;
        while (begin < text.length()) {
            int end = end(text, begin);
            lines.add(text.substring(begin, end));
            begin = end + (text.startsWith("\r\n", end) ? 2 : 1);
        }
        return lines;
    }

    private static int end(String text, int begin) {
        int end = begin;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }
}
