package org.superlance.procmon.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.superlance.listener.testkit.Await;
import org.superlance.procmon.rpc.MemoryBudget.ExhaustedException;
import org.superlance.procmon.rpc.RpcMethods.RpcRequest;

class MemoryBudgetTest {

    private static final long HALF = 512 * 1_024;

    private final MemoryBudget budget = new MemoryBudget(2 * HALF, Duration.ZERO);

    @Test
    void whatIsReservedIsNotThereForOthersUntilItIsReleased() throws Exception {
        budget.reserve(HALF + 1);

        assertThatThrownBy(() -> elsewhere(budget, HALF)).hasRootCauseInstanceOf(ExhaustedException.class);
        budget.shrinkTo(HALF);
        elsewhere(budget, HALF);
        budget.release();
        elsewhere(budget, 2 * HALF);
    }

    @Test
    void smallAmountsAreNotCounted() {
        assertThatCode(() -> {
                    for (int i = 0; i < 100; i++) {
                        budget.reserve(MemoryBudget.SMALL - 1);
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void waitsForOthersButNotForWhatCanNeverBe() throws Exception {
        MemoryBudget patient = new MemoryBudget(2 * HALF, Await.LIMIT);
        assertThatThrownBy(() -> patient.reserve(2 * HALF + 1)).isInstanceOf(ExhaustedException.class);

        patient.reserve(HALF);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> reserve(patient, 2 * HALF));
        patient.release();

        assertThatCode(other::join).doesNotThrowAnyException();
    }

    @Test
    void manyCallsInOneAreRefusedBeforeTheirResultsAreTooMany() {
        RpcMethods methods = new RpcMethods(budget);
        int[] performed = {0};
        methods.byName().put("large", parameters -> {
            performed[0]++;
            return "x".repeat((int) HALF / 2);
        });
        Object one = Map.of("methodName", "large");

        assertThatThrownBy(() -> methods.call(
                        new RpcRequest("system.multicall", List.of(List.of(one, one, one, one, one, one, one, one)))))
                .isInstanceOf(ExhaustedException.class);
        assertThat(performed[0]).isEqualTo(4);
    }

    private static void elsewhere(MemoryBudget budget, long bytes) {
        CompletableFuture.runAsync(() -> {
                    reserve(budget, bytes);
                    budget.release();
                })
                .join();
    }

    private static void reserve(MemoryBudget budget, long bytes) {
        try {
            budget.reserve(bytes);
        } catch (ExhaustedException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
