package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.memmon.Memmon;
import org.superlance.superlance.Superlance;

class DynamicCallInliningTest {

    private static final String SAMPLES = DynamicCallSamples.class.getName().replace('.', '/');

    @Test
    void whatIsInlinedDoesTheSame() throws Exception {
        Map<String, byte[]> inlined = DynamicCallInlining.inline(samples(), name -> true);

        Class<?> type = new ClassFiles(inlined).loadClass(DynamicCallSamples.class.getName());
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Supplier<?> samples = (Supplier<?>) constructor.newInstance();

        assertThat(type).isNotEqualTo(DynamicCallSamples.class);
        assertThat((List<?>) samples.get()).isEqualTo(new DynamicCallSamples().get());
        assertThat(dynamicCalls(inlined)).isZero();
    }

    @Test
    void leavesWhatIsNotSelected() throws Exception {
        Map<String, byte[]> samples = samples();

        assertThat(DynamicCallInlining.inline(samples, name -> false)).isEqualTo(samples);
        assertThat(dynamicCalls(samples)).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(classes = {CommandContext.class, Memmon.class, Superlance.class})
    void noClassOfOursHasADynamicCallAndAllAreVerified(Class<?> one) throws Exception {
        Map<String, byte[]> classes = new TreeMap<>(ClassFiles.besides(one));
        classes.keySet().removeIf(name -> !name.startsWith("org/superlance/") || !name.endsWith(".class"));

        Map<String, byte[]> inlined = DynamicCallInlining.inline(classes, name -> true);

        assertThat(dynamicCalls(inlined)).isZero();
        ClassFiles files = new ClassFiles(inlined);
        for (String name : inlined.keySet()) {
            if (!name.endsWith("-info.class")) {
                files.verify(name);
            }
        }
    }

    /** Nobody would notice otherwise that such a call is left. */
    @Test
    void refusesADynamicCallThatItDoesNotKnow() throws Exception {
        Map<String, byte[]> concatenation = Map.of("Text.class", TextClass.file());

        assertThatThrownBy(() -> DynamicCallInlining.inline(concatenation, name -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Text has a dynamic call of java/lang/invoke/StringConcatFactory");
    }

    private static Map<String, byte[]> samples() throws Exception {
        Map<String, byte[]> samples = new TreeMap<>(ClassFiles.besides(DynamicCallSamples.class));
        samples.keySet().removeIf(name -> !name.startsWith(SAMPLES));
        return samples;
    }

    private static int dynamicCalls(Map<String, byte[]> classes) {
        AtomicInteger calls = new AtomicInteger();
        classes.values().forEach(file -> new ClassReader(file).accept(new CallCounter(calls), 0));
        return calls.get();
    }

    /** Counts dynamic calls. */
    private static final class CallCounter extends ClassVisitor {

        private final AtomicInteger calls;

        CallCounter(AtomicInteger calls) {
            super(Opcodes.ASM9);
            this.calls = calls;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitInvokeDynamicInsn(String name, String descriptor, Handle how, Object... arguments) {
                    calls.incrementAndGet();
                }
            };
        }
    }

    /** A class that puts a text together as a compiler does without options. */
    private static final class TextClass {

        private TextClass() {}

        static byte[] file() {
            ClassWriter writer = new ClassWriter(0);
            writer.visit(Opcodes.V17, Opcodes.ACC_FINAL, "Text", null, "java/lang/Object", null);
            MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "text", "()Ljava/lang/String;", null, null);
            code.visitCode();
            code.visitInvokeDynamicInsn(
                    "makeConcatWithConstants",
                    "()Ljava/lang/String;",
                    new Handle(
                            Opcodes.H_INVOKESTATIC,
                            "java/lang/invoke/StringConcatFactory",
                            "makeConcatWithConstants",
                            "()V",
                            false),
                    "text");
            code.visitInsn(Opcodes.ARETURN);
            code.visitMaxs(1, 0);
            code.visitEnd();
            writer.visitEnd();
            return writer.toByteArray();
        }
    }
}
