package org.superlance.listener.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.supervisor.XmlScanner.Token;
import org.superlance.listener.supervisor.XmlScanner.XmlSyntaxException;

class XmlScannerTest {

    @Test
    void readsTagsAndTheTextOfElements() throws IOException {
        XmlScanner xml = scanner("<?xml version='1.0'?>\n<a>one<b c='>' d = \"'\"/>two<é\n>\nthree</é ></a>\n");

        assertThat(xml.next()).isEqualTo(Token.START);
        assertThat(xml.name()).isEqualTo("a");
        assertThat(xml.next()).isEqualTo(Token.START);
        assertThat(xml.name()).isEqualTo("b");
        assertThat(xml.next()).isEqualTo(Token.END);
        assertThat(xml.text().string()).isEqualTo("");
        assertThat(xml.next()).isEqualTo(Token.START);
        assertThat(xml.name()).isEqualTo("é");
        assertThat(xml.next()).isEqualTo(Token.END);
        assertThat(xml.text().string()).isEqualTo("\nthree");
        assertThat(xml.next()).isEqualTo(Token.END);
        assertThat(xml.text().string()).isEqualTo("");
        assertThat(xml.next()).isEqualTo(Token.END_OF_DOCUMENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "&lt;&gt;&amp;&quot;&apos; | <>&\"'",
                "&#65;&#x42;&#x1F680;&#228; | AB🚀ä",
                "&amp;lt; | &lt;",
                "a<!-- - -> <b> -->c | ac",
                "a<?b <c> ? >?>c | ac",
                "a<![CDATA[<b>&amp;]]]>c | a<b>&amp;]c",
            })
    void readsEverySortOfText(String xml, String text) throws IOException {
        assertThat(textOf("<a>" + xml + "</a>")).isEqualTo(text);
    }

    @Test
    void replacesWhatXmlForbidsAndEndsEachLineWithANewline() throws IOException {
        assertThat(textOf("<a>\u001b[31m\u0000\t\r\n\r\n\rx</a>")).isEqualTo("?[31m?\t\n\n\nx");
        assertThat(textOf("<a><![CDATA[\u001b]]></a>")).isEqualTo("?");
        assertThat(textOf("<a>a&#13;&#10;b</a>")).isEqualTo("a\r\nb");
    }

    @Test
    void refusesBytesThatAreNoUtf8() throws IOException {
        XmlScanner xml =
                new XmlScanner(new ByteArrayInputStream(new byte[] {'<', 'a', '>', (byte) 0xff, '<', '/', 'a', '>'}));
        xml.next();
        xml.next();

        assertThatExceptionOfType(XmlSyntaxException.class)
                .isThrownBy(() -> xml.text().string());
    }

    /** Wherever its buffer ends. */
    @Test
    void readsTheSameOfBytesThatComeOneByOne() throws IOException {
        String document = "<?xml version='1.0'?><!-- x --><a b='c'>ü&amp;\r\n<![CDATA[]]]]>🚀</a>";
        XmlScanner xml = new XmlScanner(new OneByOne(document.getBytes(UTF_8)));

        assertThat(xml.next()).isEqualTo(Token.START);
        assertThat(xml.next()).isEqualTo(Token.END);
        assertThat(xml.text().string()).isEqualTo("ü&\n]]🚀");
        assertThat(xml.next()).isEqualTo(Token.END_OF_DOCUMENT);
    }

    @Test
    void readsTagsWhereverItsBufferEnds() throws IOException {
        for (int length = 8_100; length < 8_300; length++) {
            String text = "x".repeat(length);
            XmlScanner xml = scanner("<a><b>" + text + "</b><member a='b'>&amp;y</member><value/></a>");
            xml.next();
            xml.next();
            assertThat(xml.next()).isEqualTo(Token.END);
            assertThat(xml.text().string()).isEqualTo(text);
            assertThat(xml.next()).isEqualTo(Token.START);
            assertThat(xml.name()).isEqualTo("member");
            assertThat(xml.next()).isEqualTo(Token.END);
            assertThat(xml.text().string()).isEqualTo("&y");
            assertThat(xml.next()).isEqualTo(Token.START);
            assertThat(xml.name()).isEqualTo("value");
        }
    }

    @Test
    void passesOverAByteOrderMark() throws IOException {
        assertThat(textOf("\ufeff<a>b</a>")).isEqualTo("b");
    }

    @Test
    void tellsNoTextOfAnElementThatHoldsOthers() throws IOException {
        XmlScanner xml = scanner("<a>1<b/>2&amp;<![CDATA[3]]>\r</a>");
        xml.next();
        xml.next();
        xml.next();

        assertThat(xml.next()).isEqualTo(Token.END);
        assertThat(xml.text().string()).isEmpty();
    }

    @Test
    void refusesANameOfAnyLength() throws IOException {
        readAll("<" + "a".repeat(256) + "/>");

        assertThatExceptionOfType(XmlSyntaxException.class)
                .isThrownBy(() -> readAll("<" + "a".repeat(257) + "/>"))
                .withMessage("a name longer than 256 bytes");
    }

    @Test
    void readsTextLongerThanItsBuffers() throws IOException {
        String text = "ü".repeat(50_000);

        assertThat(textOf("<a>" + text + "</a>")).isEqualTo(text);
    }

    @Test
    void passesOverWhatNobodyWants() throws IOException {
        XmlScanner xml = scanner("<a><b><c>1</c><c/>2</b><d/></a>");
        xml.next();
        xml.next();

        xml.skip();

        assertThat(xml.next()).isEqualTo(Token.START);
        assertThat(xml.name()).isEqualTo("d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "text",
                "<a/>text",
                "<a/><b/>",
                "<a>",
                "<a",
                "<a>text",
                "</a>",
                "<a></b>",
                "<a></a b>",
                "<a></ab>",
                "<ab></a>",
                "<xmlns:a='b'/>",
                "<a b='c'd='e'/>",
                "<a b='<'/>",
                "<a><!-- -- --></a>",
                "<1/>",
                "<a><b></a></b>",
                "<>",
                "< a/>",
                "<a<b/>",
                "<a/ >",
                "<a b/>",
                "<a b>=''</a>",
                "<a <b=''/>",
                "<a b=c/>",
                "<a b='c/>",
                "<a>&nbsp;</a>",
                "<a>&#x;</a>",
                "<a>&#99999999999;</a>",
                "<a>& </a>",
                "<a>&b='ü</a>",
                "<a>&#+1;</a>",
                "<a>&#0;</a>",
                "<a>&#27;</a>",
                "<a>&#xD800;</a>",
                "<a>&#x110000;</a>",
                "<a>&lt</a>",
                "<a><!-- </a>",
                "<!--",
                "<!- - --><a/>",
                "<![CDATA[]]><a/>",
                "<a><![CDATA]]></a>",
                "<a><![CDATA[</a>",
                "<!DOCTYPE a><a/>",
                "<a><!ENTITY b 'c'></a>",
                "<?xml ",
            })
    void refusesWhatIsNotXml(String document) {
        assertThatExceptionOfType(XmlSyntaxException.class).isThrownBy(() -> readAll(document));
    }

    private static XmlScanner scanner(String document) {
        return new XmlScanner(new ByteArrayInputStream(document.getBytes(UTF_8)));
    }

    private static String textOf(String document) throws IOException {
        XmlScanner xml = scanner(document);
        assertThat(xml.next()).isEqualTo(Token.START);
        assertThat(xml.next()).isEqualTo(Token.END);
        return xml.text().string();
    }

    private static void readAll(String document) throws IOException {
        XmlScanner xml = scanner(document);
        while (xml.next() != Token.END_OF_DOCUMENT) {
            xml.text().string();
        }
    }

    private static final class OneByOne extends InputStream {

        private final ByteArrayInputStream in;

        OneByOne(byte[] octets) {
            in = new ByteArrayInputStream(octets);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return in.read(buffer, offset, Math.min(1, length));
        }
    }
}
