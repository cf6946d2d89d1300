package org.superlance.procmon.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.superlance.procmon.rpc.HtmlTemplate.Html;

class HtmlTemplateTest {

    @Test
    void escapesAllButHtml() {
        Html filled = HtmlTemplate.ofResource("tail.html")
                .fill(Map.of(
                        "title", "a\"b'c",
                        "channels", new Html("<b>kept</b>"),
                        "follow", "x\" onload=\"y",
                        "note", "{{title}} $1 \\",
                        "text", "<script>&\u0000\u001b[1m\n\tend"));

        assertThat(filled.text())
                .contains("<title>a&quot;b&#39;c</title>", "<b>kept</b>", "data-follow=\"x&quot; onload=&quot;y\"")
                .contains(">{{title}} $1 \\</p>", ">&lt;script&gt;&amp;[1m\n\tend</pre>");
    }

    @Test
    void missesNothing() {
        assertThatThrownBy(() -> HtmlTemplate.ofResource("tail.html").fill(Map.of()))
                .hasMessage("nothing to put into {{title}}");
    }
}
