package org.superlance.listener.http;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.ScriptedServer.Script;

/** Calls that are expected to fail. */
final class FailingCalls {

    private FailingCalls() {}

    static HttpFailure failure(Script script, HttpLimits limits) throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    connection.readRequest();
                    script.serve(connection);
                });
                HttpClient client = new HttpClient(server.endpoint())) {
            return failure(client, limits);
        }
    }

    static HttpFailure failure(HttpClient client, HttpLimits limits) {
        return catchThrowableOfType(HttpFailure.class, () -> {
            try (HttpResponse response = client.send(HttpRequest.of("GET", "/"), limits)) {
                response.body().readAllBytes();
            }
        });
    }
}
