package org.superlance.listener.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailCommandLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/sbin/sendmail -t -i",
                "/usr/lib/sendmail -oi -t",
                "sendmail -ti",
                "sendmail -it",
                "HOME=/root msmtp -a work -t",
                "msmtp --read-recipients --account=work",
                "/usr/sbin/sendmail -t -i -f root@example.com",
                "/usr/sbin/sendmail -t -F 'My Host' 2>&1",
                "/usr/sbin/sendmail -t -i >/dev/null 2>> /var/log/mail.err",
                "sudo -u mail /usr/sbin/sendmail -t",
                "exec /usr/sbin/sendmail.postfix -t -i",
                "dma -t",
            })
    void readsItsRecipientsFromTheMail(String line) {
        assertThat(MailCommandLine.parse(line).filter(MailCommandLine::readsRecipients))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mail -s alert ops@example.com",
                "/usr/sbin/sendmail -i ops@example.com",
                "/usr/sbin/sendmail -t -i ops@example.com",
                "tee -a /tmp/log | /usr/sbin/sendmail -t -i",
                "/usr/sbin/sendmail -t -i; touch /tmp/sent",
                "/usr/sbin/sendmail -t -i && touch /tmp/sent",
                "/usr/sbin/sendmail -t -i &",
                "/usr/sbin/sendmail -t -i $OPTIONS",
                "/usr/sbin/sendmail -t -f $(whoami)",
                "/usr/sbin/sendmail -t -f \"$USER\"",
                "(/usr/sbin/sendmail -t)",
                "python3 mailer.py -t",
            })
    void isRunOnceForAll(String line) {
        assertThat(MailCommandLine.parse(line).filter(MailCommandLine::readsRecipients))
                .isEmpty();
    }
}
