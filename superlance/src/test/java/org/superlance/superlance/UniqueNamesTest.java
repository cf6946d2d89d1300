package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A simple class name exists once in the whole code base: a log line or a stack trace names one class. */
@AnalyzeClasses(packages = "org.superlance", importOptions = DoNotIncludeTests.class)
class UniqueNamesTest {

    @ArchTest
    static void aSimpleNameExistsOnce(JavaClasses classes) {
        Map<String, List<String>> bySimpleName = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(found -> !found.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));

        assertThat(bySimpleName).hasSizeGreaterThan(300);
        assertThat(bySimpleName.values()).allMatch(names -> names.size() == 1);
    }
}
