package org.superlance.procmon.rpc;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page, or a part of one, with places such as <code>{{name}}</code>. What is put there is escaped unless it is HTML. */
final class HtmlTemplate {

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    private final String text;

    private HtmlTemplate(String text) {
        this.text = text;
    }

    /** Text that is HTML already. */
    record Html(String text) {

        static final Html NOTHING = new Html("");

        static Html ofText(String text) {
            return new Html(escape(text));
        }
    }

    /** A template beside this class. */
    static HtmlTemplate ofResource(String name) {
        return new HtmlTemplate(RpcResources.text(name));
    }

    /** @param values what is put into each place: {@link Html}, or anything else as text */
    Html fill(Map<String, ?> values) {
        Matcher places = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder(text.length() * 2);
        while (places.find()) {
            Object value = values.get(places.group(1));
            if (value == null) {
                throw new IllegalStateException("nothing to put into " + places.group());
            }
            String html = value instanceof Html made ? made.text() : escape(value.toString());
            places.appendReplacement(filled, Matcher.quoteReplacement(html));
        }
        return new Html(places.appendTail(filled).toString());
    }

    /** Also for the values of attributes; what no browser shows is left out. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.appendCodePoint(character);
                default -> {
                    if (!Character.isISOControl(character)) {
                        escaped.appendCodePoint(character);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
