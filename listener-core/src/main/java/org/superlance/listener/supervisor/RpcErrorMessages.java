package org.superlance.listener.supervisor;

import org.superlance.listener.http.Endpoint;
import org.superlance.listener.http.HttpFailure;
import org.superlance.listener.supervisor.RpcClient.RpcCall;
import org.superlance.listener.util.TextSanitizer;

/** The messages about a failed call, with the remedy where there is one. */
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
                ": supervisord is not running, or SUPERVISOR_SERVER_URL differs from its "
                        + (unix ? "[unix_http_server]" : "[inet_http_server]");
            case NO_SOCKET_FILE ->
                ": compare SUPERVISOR_SERVER_URL with file= of [unix_http_server], or something has deleted the socket";
            case NO_PERMISSION -> ": check chmod= and chown= of [unix_http_server], or user= of the section";
            case UNKNOWN_HOST -> ": check SUPERVISOR_SERVER_URL";
            case NOT_HTTP, TOO_LARGE -> ": check that SUPERVISOR_SERVER_URL is the address of supervisord";
            case UNREACHABLE, TLS, TIMED_OUT, PREMATURE_EOF, CLOSED -> "";
        };
    }

    String status(int status, String reason) {
        if (status == 401) {
            return address.credentials()
                            .map(who -> "supervisord refused the password of user '" + TextSanitizer.excerpt(who.user())
                                    + "' at " + address)
                            .orElseGet(() -> "supervisord requires a user name and a password at " + address)
                    + CREDENTIALS;
        }
        return address + " answered with HTTP status " + TextSanitizer.excerpt((status + " " + reason).strip())
                + (status == 404 ? ": check that SUPERVISOR_SERVER_URL is the address of supervisord" : "");
    }

    String notXmlRpc(String why) {
        return address + " did not answer with XML-RPC (" + TextSanitizer.excerpt(why)
                + "): check that SUPERVISOR_SERVER_URL is the address of supervisord";
    }

    String unexpected(RpcCall call, String why) {
        return address + " answered " + call + " with an unexpected value: " + why;
    }

    /** @param sentence how it has said so, other than by a fault */
    String unknownMethod(String sentence, RpcCall call) {
        return sentence + ": it does not know " + call.method();
    }

    private static String remedy(RpcCall call) {
        return call.method().equals("supervisor.signalProcess")
                ? ": Supervisor has it from 3.2.0 on"
                : ": the section [rpcinterface:supervisor] is missing from supervisord.conf";
    }

    String fault(Fault fault, String text, RpcCall call) {
        return switch (fault) {
            case UNKNOWN_METHOD -> "supervisord at " + address + " does not know " + call.method() + remedy(call);
            case SHUTDOWN_STATE -> "supervisord at " + address + " is shutting down";
            case BAD_NAME -> "supervisord has no " + call.subject();
            case NOT_RUNNING -> call.subject() + " is not running";
            case ALREADY_STARTED -> call.subject() + " is already running";
            case ABNORMAL_TERMINATION -> call.subject() + " exited before its startsecs elapsed";
            case SPAWN_ERROR ->
                call.subject() + " could not be started, or exited too soon: see the log of supervisord";
            default -> "supervisord rejected " + call + ": " + TextSanitizer.excerpt(text);
        };
    }
}
