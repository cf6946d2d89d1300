package org.superlance.procmon.rpc;

/** What came is no request that can be answered; the connection ends with this answer. */
final class BadRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    BadRequestException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    HttpServerResponse response() {
        return HttpServerResponse.error(status, String.valueOf(getMessage()));
    }
}
