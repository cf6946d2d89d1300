package org.superlance.listener.supervisor;

import org.superlance.listener.http.Endpoint;
import org.superlance.listener.http.HttpFailure;
import org.superlance.listener.supervisor.RpcClient.RpcCall;
import org.superlance.listener.util.TextSanitizer;

/** What is told about a call that did not succeed, with the remedy where there is one. */
record RpcErrorMessages(ServerUrl address) {

    private static final String CREDENTIALS =
            ": set SUPERVISOR_USERNAME and SUPERVISOR_PASSWORD in environment= of the section";

    String failure(HttpFailure failure) {
        return failure.getMessage() + remedy(failure.kind());
    }

    private String remedy(HttpFailure.Kind kind) {
        boolean unix = address.endpoint() instanceof Endpoint.Unix;
        return switch (kind) {
            case REFUSED ->
                ": supervisord is gone, or SUPERVISOR_SERVER_URL names another address than its "
                        + (unix ? "[unix_http_server]" : "[inet_http_server]");
            case NO_SOCKET_FILE ->
                ": compare SUPERVISOR_SERVER_URL with file= of [unix_http_server]; something may"
                        + " also have deleted the file";
            case NO_PERMISSION -> ": see chmod= and chown= of [unix_http_server], or user= of the section";
            case UNKNOWN_HOST -> ": see SUPERVISOR_SERVER_URL";
            case NOT_HTTP, TOO_LARGE -> ": see whether SUPERVISOR_SERVER_URL names supervisord and nothing else";
            case UNREACHABLE, TLS, TIMED_OUT, PREMATURE_EOF, CLOSED -> "";
        };
    }

    String status(int status, String reason) {
        if (status == 401) {
            return address.credentials()
                            .map(who -> "supervisord refused the password of user '" + TextSanitizer.excerpt(who.user())
                                    + "' at " + address)
                            .orElseGet(() -> "supervisord wants a user name and a password at " + address)
                    + CREDENTIALS;
        }
        return address + " answered with HTTP status " + TextSanitizer.excerpt((status + " " + reason).strip())
                + (status == 404 ? ": see whether SUPERVISOR_SERVER_URL names supervisord and nothing else" : "");
    }

    String notXmlRpc(String why) {
        return address + " answered with something that is not XML-RPC (" + TextSanitizer.excerpt(why)
                + "): see whether SUPERVISOR_SERVER_URL names supervisord and nothing else";
    }

    String unexpected(RpcCall call, String why) {
        return address + " answered " + call + " with a value that supervisord never answers with: " + why;
    }

    String fault(Fault fault, String text, RpcCall call) {
        return switch (fault) {
            case UNKNOWN_METHOD ->
                "supervisord at " + address + " does not know " + call.method()
                        + ": the section [rpcinterface:supervisor] is missing from supervisord.conf";
            case SHUTDOWN_STATE -> "supervisord at " + address + " is shutting down";
            case BAD_NAME -> "supervisord knows no " + call.subject();
            case NOT_RUNNING -> call.subject() + " is not running";
            case ALREADY_STARTED -> call.subject() + " is already running";
            case ABNORMAL_TERMINATION -> call.subject() + " ended before its startsecs were over";
            case SPAWN_ERROR ->
                call.subject() + " could not be started, or ended too soon: the log of supervisord says why";
            default -> "supervisord declined " + call + ", saying '" + TextSanitizer.excerpt(text) + "'";
        };
    }
}
