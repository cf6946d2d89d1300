import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints what came of the tests, from the reports that Surefire and Failsafe have written below this directory. Its
 * arguments are the exit status of Maven and what there must be reports of: all, unit-tests, integration-tests, or
 * classes as MODULE/CLASS; after --embedded, from the run under {@code procmon run -C} alone; after --supervisor, from that
 * under the supervisor of the version that the system property names; after --debian, from the run in that release of Debian.
 */
class TestReport {

    private static final String EMBEDDED = "--embedded ";
    private static final String SUPERVISOR = "--supervisor " + System.getProperty("supervisor") + " ";
    private static final String RELEASE = System.getProperty("debian", "");
    private static final String DEBIAN = RELEASE.isEmpty() ? "" : "--debian " + RELEASE + " ";
    /** By the directory of the reports: what is before the name of a class to run it so again. */
    private static final Map<String, String> RUNS = new TreeMap<>(
            Map.of(
                    "surefire-reports", "",
                    "failsafe-reports", DEBIAN,
                    "failsafe-reports-embedded", EMBEDDED,
                    "failsafe-reports-supervisor", SUPERVISOR));
    /** Their integration tests are not run under {@code procmon run -C}. */
    private static final Set<String> NOT_EMBEDDED = Set.of("packaging", "procmon");
    private static final Set<String> NOT_UNDER_ANOTHER_SUPERVISOR = Set.of("packaging");

    private static final int ENDED_BY_SIGNAL = 128;
    private static final int SLOWEST = 10;
    private static final int LONGEST_MESSAGE = 300;

    private final List<Test> tests = new ArrayList<>();
    private final Set<String> reported = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * @param module with what is before it to run it so again
     * @param message of the failure, or why it was skipped
     */
    private record Test(String module, String type, String name, double seconds, Outcome outcome, String message, Path report) {

        String place() {
            return module + "/" + type + (name.isEmpty() ? "" : "#" + name);
        }

        /** Runs the method with all its arguments; the class where it is no method that failed. */
        String command() {
            String method = name.replaceAll("[^\\p{javaJavaIdentifierPart}].*", "");
            // ArchUnit's rules are fields
            boolean isMethod = !method.isEmpty() && !method.equals(method.toUpperCase(Locale.ROOT));
            return "bin/test " + module + "/" + type + (isMethod ? "#" + method : "");
        }
    }

    private enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    public static void main(String[] arguments) throws Exception {
        TestReport report = new TestReport();
        report.readAll();
        int maven = Integer.parseInt(arguments[0]);
        List<String> expected = List.of(arguments).subList(1, arguments.length);
        if (maven > ENDED_BY_SIGNAL) {
            report.faults.add("Maven was ended by signal " + (maven - ENDED_BY_SIGNAL) + " before all tests were run.");
            expected = List.of();
        } else if (maven != 0) {
            report.faults.add("The build failed: Maven ended with " + maven + ", and says above why.");
        }
        String run = "";
        for (String name : expected) {
            if (name.startsWith("--")) {
                run = Map.of("--embedded", EMBEDDED, "--supervisor", SUPERVISOR, "--debian", DEBIAN).get(name);
                continue;
            }
            switch (run + name) {
                case "all" -> report.expectAll("Test|IT");
                case "unit-tests" -> report.expectAll("Test");
                case "integration-tests" -> report.expectAll("IT");
                case EMBEDDED + "integration-tests" -> report.expectModules(EMBEDDED, NOT_EMBEDDED);
                default -> {
                    if (name.equals("integration-tests")) {
                        report.expectModules(run, NOT_UNDER_ANOTHER_SUPERVISOR);
                    } else {
                        report.expect(run + name);
                    }
                }
            }
        }
        System.exit(report.print() ? 0 : 1);
    }

    private void readAll() throws Exception {
        for (Path module : modules()) {
            for (Map.Entry<String, String> run : RUNS.entrySet()) {
                Path directory = module.resolve("target").resolve(run.getKey());
                for (Path file : files(directory, "TEST-.*\\.xml")) {
                    read(run.getValue(), file);
                }
                for (Path file : files(directory, "failsafe-summary\\.xml")) {
                    readSummary(file);
                }
            }
        }
    }

    /** @param run what is before the name of a class to run it so again */
    private void read(String run, Path file) throws Exception {
        Element suite = parse(file);
        String module = run + moduleOf(suite.getAttribute("name"));
        reported.add(module + "/" + simpleName(suite.getAttribute("name")));
        for (Element test : children(suite, "testcase")) {
            String className = test.getAttribute("classname");
            String name = test.getAttribute("name").equals(className) ? "" : test.getAttribute("name");
            double seconds = Double.parseDouble("0" + test.getAttribute("time").replace(",", ""));
            List<Element> bad = new ArrayList<>(children(test, "failure"));
            bad.addAll(children(test, "error"));
            List<Element> skipped = children(test, "skipped");
            Outcome outcome = !bad.isEmpty() ? Outcome.FAILED : !skipped.isEmpty() ? Outcome.SKIPPED : Outcome.PASSED;
            String message = Stream.concat(bad.stream(), skipped.stream())
                    .map(TestReport::message)
                    .collect(Collectors.joining("; "));
            Path report = file.resolveSibling(className + ".txt");
            tests.add(new Test(module, simpleName(className), name, seconds, outcome, message, report));
        }
    }

    /** The module of that class's source: another one may have run its tests. */
    private static Path moduleOf(String className) throws IOException {
        String source = className.replaceAll("\\$.*", "").replace('.', '/') + ".java";
        return modules().stream()
                .filter(module -> Files.exists(module.resolve("src/test/java").resolve(source)))
                .findFirst()
                .orElseThrow(() -> new IOException("No module has the source of " + className));
    }

    /** It says whether the JVM of the tests ended before they did. */
    private void readSummary(Path file) throws Exception {
        NodeList messages = parse(file).getElementsByTagName("failureMessage");
        String message = messages.getLength() == 0 ? "" : messages.item(0).getTextContent().strip();
        if (!message.isEmpty()) {
            faults.add("Its tests did not come to their end: " + file + ": " + brief(message));
        }
    }

    private void expect(String name) {
        if (!reported.contains(name)) {
            faults.add("No test of " + name + " came to its end: bin/test " + name);
        }
    }

    /** @param endings of the names of the classes that Surefire and Failsafe look for */
    private void expectAll(String endings) throws IOException {
        for (Path module : modules()) {
            List<String> classes = classes(module, endings);
            if (reported.stream().anyMatch(name -> name.startsWith(module + "/"))) {
                classes.forEach(this::expect);
            } else if (!classes.isEmpty()) {
                faults.add("No test of " + module + " came to its end.");
            }
        }
    }

    /** @param not the modules whose integration tests are not run so */
    private void expectModules(String run, Set<String> not) throws IOException {
        for (Path module : modules()) {
            String name = run + module + "/";
            if (!not.contains(module.toString())
                    && !classes(module, "IT").isEmpty()
                    && reported.stream().noneMatch(test -> test.startsWith(name))) {
                faults.add("No test of " + module + " came to its end: bin/test " + run.strip());
            }
        }
    }

    private boolean print() {
        section("The slowest of " + tests.size() + " tests:", tests.stream()
                .sorted(Comparator.comparingDouble(Test::seconds).reversed())
                .limit(SLOWEST)
                .map(test -> String.format(Locale.ROOT, "%8.1f s  %s", test.seconds(), test.place())));
        section("Skipped:", with(Outcome.SKIPPED).map(test -> "  " + test.place() + ": " + test.message()));
        section("Failed:", with(Outcome.FAILED)
                .map(test -> "  " + test.place() + ": " + test.message()
                        + "\n      report: " + test.report()
                        + "\n      again:  " + test.command()));
        section("Not as it should be:", faults.stream().map(fault -> "  " + fault));
        long failed = with(Outcome.FAILED).count() + faults.size();
        System.out.printf(
                Locale.ROOT,
                "%n%d passed, %d failed, %d skipped%n",
                with(Outcome.PASSED).count(),
                failed,
                with(Outcome.SKIPPED).count());
        return failed == 0;
    }

    private Stream<Test> with(Outcome outcome) {
        return tests.stream().filter(test -> test.outcome() == outcome);
    }

    private static void section(String title, Stream<String> lines) {
        List<String> all = lines.toList();
        if (!all.isEmpty()) {
            System.out.println("\n" + title);
            all.forEach(System.out::println);
        }
    }

    private static List<String> classes(Path module, String endings) throws IOException {
        Path sources = module.resolve("src/test/java");
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".*(" + endings + ")\\.java"))
                    .sorted()
                    .map(name -> module + "/" + name.replace(".java", ""))
                    .toList();
        }
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(""))) {
            return all.filter(directory -> Files.exists(directory.resolve("pom.xml")))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> files(Path directory, String pattern) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    private static Element parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        NodeList all = parent.getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i) instanceof Element child && child.getTagName().equals(name)) {
                children.add(child);
            }
        }
        return children;
    }

    private static String message(Element outcome) {
        String message = outcome.getAttribute("message");
        return brief(message.isBlank() ? outcome.getAttribute("type") : message);
    }

    private static String brief(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + " ...";
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1).replaceAll("\\$.*", "");
    }
}
