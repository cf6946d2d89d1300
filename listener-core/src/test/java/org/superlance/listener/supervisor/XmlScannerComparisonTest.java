package org.superlance.listener.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.XmlScanner.Token;

/** Reads documents that are broken at random as the JDK's parser reads them. */
class XmlScannerComparisonTest {

    private static final int DOCUMENTS = 20_000;

    private static final String[] SEEDS = {
        "<?xml version='1.0'?>\n<r><p><v>text &amp; &lt;x&gt; ü🚀</v><v><i>12</i></v></p>\n</r>\n",
        "<a b='c' d=\"e'f\"><!-- x -y --><c/>t<![CDATA[<q>&]]]]></a>",
        "<m><n>k</n>\r\n<v>\r\rx&#13;&#x41;</v ></m >",
        "<x:y xmlns:x='u'><x:z/>a</x:y><!-- e --><?p i?>",
    };

    private static final String[] PIECES = {
        "<",
        ">",
        "/",
        "&",
        "&amp;",
        "&#65;",
        "&#0;",
        "&#xD800;",
        "]]>",
        "<![CDATA[",
        "-->",
        "<!--",
        "<?x ?>",
        "'",
        "\"",
        " ",
        "=",
        "a='b'",
        "\r",
        "\n",
        "\t",
        "<b>",
        "</b>",
        "<b/>",
        "ü",
        "x",
        "0",
        ":",
        "-",
        "<a>",
        "</a>",
        "\ufeff",
        "&lt;",
        "&#",
        "&;",
        "--"
    };

    private final Random random = new Random(4711);

    @Test
    void readsWhatTheJdkReadsAndTheSame() {
        int read = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            String document = broken(SEEDS[random.nextInt(SEEDS.length)]);
            Optional<String> theirs = readByJdk(document);
            if (theirs.isPresent()) {
                assertThat(read(document)).as(document).isEqualTo(theirs);
                read++;
            }
        }
        assertThat(read).isGreaterThan(DOCUMENTS / 10);
    }

    private String broken(String seed) {
        StringBuilder document = new StringBuilder(seed);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(document.length() + 1);
            int end = Math.min(document.length(), at + random.nextInt(4));
            document.replace(at, end, random.nextInt(3) == 0 ? "" : PIECES[random.nextInt(PIECES.length)]);
        }
        return document.toString();
    }

    /** The elements of a document, and the text of those that hold no others; empty if it is no XML. */
    private static Optional<String> read(String document) {
        StringBuilder found = new StringBuilder();
        XmlScanner xml = new XmlScanner(new ByteArrayInputStream(document.getBytes(UTF_8)));
        try {
            for (Token token = xml.next(); token != Token.END_OF_DOCUMENT; token = xml.next()) {
                found.append(
                        token == Token.START
                                ? "<" + xml.name() + ">"
                                : xml.text().string() + "</>");
            }
            return Optional.of(found.toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> readByJdk(String document) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        StringBuilder found = new StringBuilder();
        StringBuilder text = new StringBuilder();
        boolean leaf = false;
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(document.getBytes(UTF_8)));
            while (xml.hasNext()) {
                int event = xml.next();
                if (xml.hasText() && (xml.isCharacters() || event == XMLStreamReader.CDATA)) {
                    text.append(xml.getText());
                } else if (xml.isStartElement()) {
                    found.append('<').append(xml.getLocalName()).append('>');
                    text.setLength(0);
                    leaf = true;
                } else if (xml.isEndElement()) {
                    found.append(leaf ? text : "").append("</>");
                    leaf = false;
                }
            }
            return Optional.of(found.toString());
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }
}
