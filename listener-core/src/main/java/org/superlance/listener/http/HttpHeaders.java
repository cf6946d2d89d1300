package org.superlance.listener.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The headers of a request or an answer, whose names know no case. */
public final class HttpHeaders {

    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    HttpHeaders() {}

    void add(String name, String value) {
        values.computeIfAbsent(name, unused -> new ArrayList<>(1)).add(value);
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** Whether the comma separated list of that name holds the token, in any case. */
    public boolean containsToken(String name, String token) {
        return elements(name).stream().anyMatch(token::equalsIgnoreCase);
    }

    /** The elements of the comma separated list of that name, over all its lines. */
    List<String> elements(String name) {
        List<String> elements = new ArrayList<>();
        for (String line : all(name)) {
            for (String element : line.split(",", -1)) {
                if (!element.isBlank()) {
                    elements.add(element.strip());
                }
            }
        }
        return elements;
    }
}
