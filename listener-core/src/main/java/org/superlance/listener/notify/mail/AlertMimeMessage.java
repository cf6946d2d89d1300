package org.superlance.listener.notify.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Date;
import java.util.regex.Pattern;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.util.TextSanitizer;

/** An alert as a mail. Nothing in the alert can add a header, end the message or reorder what a reader sees. */
final class AlertMimeMessage extends MimeMessage {

    private static final int MAX_SUBJECT_LENGTH = 200;
    private static final int MAX_TEXT_LENGTH = 1 << 20;
    private static final int MAX_PLAIN_LINE_LENGTH = 900;

    private static final Pattern DANGEROUS_LINE = Pattern.compile("(?m)^(?:\\.|From )");

    private final String messageId;

    AlertMimeMessage(Session session, Envelope envelope, Alert alert) throws MessagingException {
        super(session);
        messageId = "<" + alert.id() + "@" + envelope.host() + ">";
        if (envelope.from() != null) {
            setFrom(EmailAddresses.internet(envelope.from()));
        }
        setRecipients(
                Message.RecipientType.TO,
                envelope.to().stream().map(EmailAddresses::internet).toArray(InternetAddress[]::new));
        if (!alert.subject().isEmpty()) {
            setSubject(subject(alert), UTF_8.name());
        }
        setSentDate(Date.from(alert.time()));
        setHeader("Auto-Submitted", "auto-generated");
        setText(TextSanitizer.multiLine(alert.text(), MAX_TEXT_LENGTH).getBytes(UTF_8));
        saveChanges();
    }

    /** The same for each attempt, so that a receiver can drop a duplicate. */
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    /** For a mail command, which expects the line ends of Unix: some programs keep what is more as part of the line. */
    byte[] bytes() throws MessagingException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writeTo(bytes);
        return bytes.toString(ISO_8859_1).replace("\r\n", "\n").getBytes(ISO_8859_1);
    }

    private static String subject(Alert alert) {
        // In a subject of plain ASCII a reader would decode what only looks like an encoded word.
        String subject =
                TextSanitizer.singleLine(alert.subject(), MAX_SUBJECT_LENGTH).replace("=?", "= ?");
        return subject.isEmpty() ? "(no subject)" : subject;
    }

    private void setText(byte[] text) throws MessagingException {
        // A source of bytes needs no content handler, which a fat JAR may have lost.
        setDataHandler(new DataHandler(new ByteArrayDataSource(text, "text/plain; charset=UTF-8")));
        setHeader("Content-Transfer-Encoding", encodingOf(text));
    }

    /** 7bit if possible: some mail commands write the message to a file that people read. */
    private static String encodingOf(byte[] text) throws MessagingException {
        if (isPlain(text) && !DANGEROUS_LINE.matcher(new String(text, US_ASCII)).find()) {
            return "7bit";
        }
        return isSafeQuotedPrintable(text) ? "quoted-printable" : "base64";
    }

    /** Lines that every mail system passes unchanged: ASCII, and not too long. */
    private static boolean isPlain(byte[] text) {
        int length = 0;
        for (byte b : text) {
            boolean printable = b == '\t' || (b >= ' ' && b <= '~');
            length = b == '\n' ? 0 : length + 1;
            if (length > MAX_PLAIN_LINE_LENGTH || !(printable || b == '\n')) {
                return false;
            }
        }
        return true;
    }

    /**
     * A mail command without {@code -i} takes a lone dot for the end, and mailboxes part at "From "; base64 has
     * neither.
     */
    private static boolean isSafeQuotedPrintable(byte[] text) throws MessagingException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream encoder = MimeUtility.encode(encoded, "quoted-printable")) {
            encoder.write(text);
        } catch (IOException e) {
            throw new MessagingException("cannot encode the text", e);
        }
        return !DANGEROUS_LINE.matcher(encoded.toString(ISO_8859_1)).find();
    }
}
