package org.superlance.listener.http;

/** Everything of an answer that comes before its body. */
record ResponseHead(boolean http11, int status, String reason, HttpHeaders headers) {

    /** 1xx announces another answer, but for 101, after which there is no more HTTP. */
    boolean isInterim() {
        return status < 200 && status != 101;
    }

    boolean hasBody(HttpRequest request) {
        return !request.isHead() && status >= 200 && status != 204 && status != 304;
    }

    boolean isKeepAlive() {
        return status >= 200
                && (http11
                        ? !headers.containsToken("Connection", "close")
                        : headers.containsToken("Connection", "keep-alive"));
    }
}
