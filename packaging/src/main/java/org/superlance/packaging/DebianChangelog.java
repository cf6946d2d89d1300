package org.superlance.packaging;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The changelog that Debian's tools read: of the package, not of the program.
 *
 * @param version the package's
 */
record DebianChangelog(String version, Instant time) {

    String text() {
        return """
                superlance-java (%s) unstable; urgency=medium

                  * What changed for users is in changelog.gz.

                 -- superlance for Java <maintainers@superlance.invalid>  %s
                """.formatted(
                        version,
                        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
                                .format(time.atOffset(ZoneOffset.UTC)));
    }
}
