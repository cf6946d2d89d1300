package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.superlance.procmon.config.HttpSpec.Login;

/** Who may call. How long it takes to say no does not depend on how much of the password was right. */
record BasicAuthenticator(Optional<Login> login) {

    private static final String HASHED = "{SHA}";

    boolean isAuthorized(HttpServerRequest request) {
        return login.isEmpty()
                || request.credentials()
                        .filter(given -> isRight(login.get(), given))
                        .isPresent();
    }

    private static boolean isRight(Login login, String given) {
        int colon = given.indexOf(':');
        String user = colon < 0 ? given : given.substring(0, colon);
        String password = colon < 0 ? "" : given.substring(colon + 1);
        boolean hashed = login.password().startsWith(HASHED);
        String wanted =
                hashed ? login.password().substring(HASHED.length()).toLowerCase(Locale.ROOT) : login.password();
        boolean rightUser = isSame(login.user(), user);
        return isSame(wanted, hashed ? sha1(password) : password) && rightUser;
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    private static String sha1(String password) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(password.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-1", e);
        }
    }
}
