package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.restart.RestartOrder.Dependency;
import org.superlance.listener.supervisor.Namespec;

class RestartOrderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web=db,cache | app:web | x:db | true",
                "web=db,cache | app:web | x:cache | true",
                "web=db,cache | app:web | x:web | false",
                "web=db,cache | x:db | app:web | false",
                "app:*=db | app:web | app:db | true",
                "app:*=db | app:db | app:db | false",
                "app:web=app:* | app:web | app:api | true",
                "app:web=app:* | app:web | app:web | false"
            })
    void readsWhatDependsOnWhat(String option, String name, String other, boolean depends) {
        assertThat(order(option).dependsOn(Namespec.parse(name), Namespec.parse(other)))
                .isEqualTo(depends);
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "web=", "=db", "web=db,", "web= "})
    void refusesWhatNamesNothing(String text) {
        assertThatThrownBy(() -> Dependency.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web=db db=web | web → db → web",
                "web=web | web → web",
                "a=b b=c c=a | a → b → c → a",
                "x=a a=b b=c c=a | a → b → c → a",
                "app:*=app:* | app:* → app:*",
                "app:web=app:* app:api=app:web | app:web → app:api → app:web",
                "web=db app:db=x:y x:*=app:web | web → app:db → x:* → web"
            })
    void refusesACycleAndShowsIt(String options, String cycle) {
        assertThatThrownBy(() -> order(options.split(" ", -1))).hasMessage("--depends makes a cycle: " + cycle);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"web=db app=db,web", "app:*=db db=disk", "app:*=app:db", "app:web=app:*", "web=db web=cache"})
    void takesWhatMakesNoCycle(String options) {
        assertThat(order(options.split(" ", -1)).dependencies()).isNotEmpty();
    }

    /** Each dependency on the way doubles the number of ways. */
    @Test
    void findsOutSoonThatThereIsNoCycle() {
        String[] options = new String[200];
        for (int i = 0; i < options.length; i++) {
            options[i] = "p" + i + "=p" + (i + 1) + ",p" + (i + 2);
        }

        assertThat(order(options).dependencies()).hasSize(200);
    }

    @Test
    void sortsWhatOthersDependOnFirstAlsoOverOthersAndKeepsTheOrderOtherwise() {
        RestartOrder order = order("web=app", "app=db", "cron=db");

        assertThat(sort(order, List.of("z:z", "x:web", "x:cron", "y:y", "x:db")))
                .containsExactly("z:z", "x:db", "x:web", "x:cron", "y:y");
    }

    /** Which the names in the options do not show. */
    @Test
    void sortsInFiniteTimeWhatMakesACycle() {
        RestartOrder order = order("web=db", "a:d*=b:*");

        assertThat(sort(order, List.of("b:web", "a:db", "b:db"))).containsExactlyInAnyOrder("b:web", "a:db", "b:db");
    }

    private static List<String> sort(RestartOrder order, List<String> names) {
        List<Namespec> all = Stream.concat(names.stream(), Stream.of("x:app"))
                .map(Namespec::parse)
                .toList();
        return order.sort(names, Namespec::parse, all);
    }

    private static RestartOrder order(String... options) {
        return new RestartOrder(Stream.of(options).map(Dependency::parse).toList(), false);
    }
}
