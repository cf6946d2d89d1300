package org.superlance.packaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.client.XmlRpcClient;
import org.apache.xmlrpc.common.TypeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StackMapBackfillTest {

    private static final int JAVA_8 = 52;

    @ParameterizedTest
    @ValueSource(classes = {CommandLine.class, XmlRpcClient.class, TypeFactory.class, NamespaceContextImpl.class})
    void everyClassOfALibraryIsVerifiedByItsStackMaps(Class<?> ofLibrary) throws Exception {
        Map<String, byte[]> jar = ClassFiles.besides(ofLibrary);

        Map<String, byte[]> renewed = StackMapBackfill.backfill(jar);

        assertThat(renewed.keySet()).containsExactlyElementsOf(jar.keySet());
        ClassFiles classes = new ClassFiles(renewed);
        for (String name : renewed.keySet()) {
            if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                assertThat(renewed.get(name)[7]).as(name).isEqualTo((byte) JAVA_8);
                classes.verify(name);
            }
        }
    }

    /** So that the test above can fail. */
    @Test
    void withoutStackMapsAClassOfTodayIsRefused() throws Exception {
        String name = "picocli/CommandLine.class";
        byte[] old = requireNonNull(CommandLine.class.getResourceAsStream("CommandLine.class"))
                .readAllBytes();
        old[7] = JAVA_8;

        assertThatThrownBy(() -> new ClassFiles(Map.of(name, old)).verify(name)).isInstanceOf(VerifyError.class);
    }

    @Test
    void leavesAClassOfTodayAlone() throws Exception {
        byte[] ours = StackMapBackfillTest.class
                .getResourceAsStream("StackMapBackfill.class")
                .readAllBytes();

        assertThat(StackMapBackfill.backfillClass(ours)).isSameAs(ours);
    }
}
