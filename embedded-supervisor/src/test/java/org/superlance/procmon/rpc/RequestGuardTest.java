package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {

    private final RequestGuard guard = new RequestGuard(new SecureRandom());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host: a:9001                                      | false",
                "Host: a:9001~Origin: http://a:9001                | false",
                "Host: A:9001~Origin: https://a:9001               | false",
                "Host: a:9001~Sec-Fetch-Site: same-origin          | false",
                "Host: a:9001~Sec-Fetch-Site: none                 | false",
                "Host: a:9001~Origin: http://a:9002                | true",
                "Host: a:9001~Origin: http://b                     | true",
                "Host: a:9001~Origin: http://b/a:9001              | true",
                "Host: null~Origin: null                           | true",
                "Origin: http://a:9001                             | true",
                "Host: a:9001~Sec-Fetch-Site: cross-site           | true",
                "Host: a:9001~Sec-Fetch-Site: same-site            | true"
            })
    void knowsWhatAPageOfAnotherSiteHasSent(String headers, boolean foreign) throws Exception {
        assertThat(guard.isForeign(request(headers))).isEqualTo(foreign);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1:9001", "[::1]:9001", "localhost", "app.localhost:9001", "VM1", "vm1.example.com:9001"
            })
    void answersToItsNamesAndToAddresses(String host) throws Exception {
        guard.restrictHosts("vm1.example.com", "vm1", "");

        assertThat(guard.isForThisServer(request("Host: " + host))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:9001", "127.0.0.1.evil.example", "vm1.evil.example", "[evil]"})
    void answersToNoOtherNameWhereThereIsNoLogin(String host) throws Exception {
        assertThat(guard.isForThisServer(request("Host: " + host))).isTrue();

        guard.restrictHosts("vm1.example.com", "vm1", "");

        assertThat(guard.isForThisServer(request("Host: " + host))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host: evil:9001~Origin: http://evil:9001                  | true",
                "Host: evil:9001~Accept-Encoding: gzip, deflate            | true",
                "Host: evil:9001~Sec-Fetch-Mode: cors                      | true",
                "Host: alias:9001~Accept-Encoding: chunked                 | false",
                "Host: alias:9001                                          | false",
                "Host: vm1:9001~Origin: http://vm1:9001                    | false",
                "Host: 127.0.0.1:9001~Accept-Encoding: gzip, deflate       | false"
            })
    void clientsThatAreNoBrowsersMayUseAnyName(String headers, boolean rebound) throws Exception {
        guard.restrictHosts("vm1");

        assertThat(guard.isRebound(request(headers))).isEqualTo(rebound);
    }

    @Test
    void knowsItsTokenOnly() {
        assertThat(guard.isToken(guard.token())).isTrue();
        assertThat(guard.isToken("")).isFalse();
        assertThat(guard.isToken(new RequestGuard(new SecureRandom()).token())).isFalse();
    }

    private static HttpServerRequest request(String headers) throws Exception {
        String head =
                "POST / HTTP/1.1\r\nContent-Length: 0\r\n" + headers.strip().replace("~", "\r\n") + "\r\n\r\n";
        return HttpServerRequest.readHead(new ByteArrayInputStream(head.getBytes(UTF_8)));
    }
}
