package org.superlance.httpok;

import java.util.List;

/** The first of several names or sentences, and how many more there are, such as {@code http://h/ and 2 more}. */
final class FirstOfMany {

    private FirstOfMany() {}

    /** @param all at least one */
    static String of(List<String> all) {
        return all.get(0) + (all.size() == 1 ? "" : " and " + (all.size() - 1) + " more");
    }
}
