package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged crashmail delivers to the mail servers and by the mail programs of Debian. */
class MailServersIT {

    private static final String ONE = "1 mails, 0 kept";

    @TempDir
    private Path directory;

    @Test
    void deliversToPostfixDirectlyAndByItsSendmailAndByMsmtp() throws Exception {
        Map<String, List<String>> results = deliver("postfix", "postfix", "dovecot-core", "msmtp", "openssl");

        assertThat(results.get("plain")).containsExactly(ONE, "ESMTP", "from root@vm.example.org");
        assertThat(results.get("starttls")).containsExactly(ONE, "ESMTPS", "from root@vm.example.org");
        assertThat(results.get("implicit")).containsExactly(ONE, "ESMTPS", "from root@vm.example.org");
        assertThat(results.get("login")).containsExactly(ONE, "tim", "ESMTPSA", "from root@vm.example.org");
        assertThat(results.get("cram")).containsExactly(ONE, "tim", "ESMTPSA", "from root@vm.example.org");
        assertThat(results.get("methods")).containsExactly("CRAM-MD5", "LOGIN");
        assertThat(results.get("sendmail")).containsExactly(ONE, "from root <root@mx.example.org>");
        assertThat(results.get("nologin")).containsExactly("0 mails, 1 kept", "offers no login, so nothing is sent");
        assertThat(results.get("helo")).containsExactly("0 mails, 1 kept", "refused the name of this machine: 504");
        // for the one that was refused, it is tried again
        assertThat(results.get("msmtp"))
                .containsExactly("1 mails, 1 kept", "ESMTP", "from a@example.net", "not for nosuch@example.org");
    }

    @Test
    void leavesAMailToOpensmtpdThatIsDownAndKeepsABadRecipientFromNobody() throws Exception {
        Map<String, List<String>> results = deliver("opensmtpd", "opensmtpd");

        assertThat(results.get("down")).containsExactly("0 mails, 0 kept");
        assertThat(results.get("up")).containsExactly("1");
        assertThat(results.get("unknown"))
                .contains("1 mails, 1 kept")
                .last()
                .asString()
                .endsWith("status 70");
    }

    @Test
    void aRecipientThatDmaDoesNotKnowKeepsTheMailFromNobodyElse() throws Exception {
        Map<String, List<String>> results = deliver("dma", "dma");

        assertThat(results.get("unknown")).first().isEqualTo("1 mails, 1 kept");
        assertThat(results.get("unknown")).last().asString().endsWith("status 65");
    }

    private Map<String, List<String>> deliver(String system, String... packages) throws Exception {
        return new CleanRoot(directory, packages)
                .run(
                        "mail.sh",
                        List.of(PackagesIT.only(".deb")),
                        "unshare",
                        "--net",
                        "--uts",
                        "chroot",
                        ".",
                        "sh",
                        "-eu",
                        "/files/mail.sh",
                        system);
    }
}
