package org.superlance.procmon.rpc;

/** What came is no request that can be answered; the connection ends with this answer. */
final class BadRequest extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    BadRequest(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    Response response() {
        return Response.error(status, String.valueOf(getMessage()));
    }
}
