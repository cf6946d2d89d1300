package org.superlance.superlance.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.superlance.listener.util.TextSanitizer;

/** Builds the text of a page; what is not written by this project is only added as text. */
final class Html {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("MMM d, HH:mm", Locale.ENGLISH);

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final StringBuilder page = new StringBuilder(1 << 16);
    private final ZoneId zone;

    Html(ZoneId zone) {
        this.zone = zone;
    }

    /** Adds markup. */
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    Html raw(long number) {
        page.append(number);
        return this;
    }

    /** Adds text, also for the value of an attribute in quotation marks. */
    Html text(String text) {
        String printable = TextSanitizer.printable(text);
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.append(c);
            }
        }
        return this;
    }

    /** Adds a time, for people and for machines. */
    Html time(Instant time) {
        return raw("<time datetime=\"")
                .raw(time.toString())
                .raw("\" title=\"")
                .text(exact(time))
                .raw("\">")
                .text(shown(time))
                .raw("</time>");
    }

    /** {@code Nov 28, 21:18}, in the time zone of the page. */
    String shown(Instant time) {
        return MINUTE.withZone(zone).format(time);
    }

    /** {@code 2026-11-28 21:18:00}, as {@code superlance events} prints it. */
    String exact(Instant time) {
        return SECOND.withZone(zone).format(time);
    }

    ZoneId zone() {
        return zone;
    }

    /** A part of a hundred with one digit behind the point, for a position. */
    static String percent(double part) {
        long tenths = Math.round(part * 1_000);
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + "%";
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
