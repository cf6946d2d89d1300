package org.superlance.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
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

    @Test
    void noClassOfTheLogHasADynamicCallAndAllAreVerified() throws Exception {
        Map<String, byte[]> classes = new TreeMap<>(ClassFiles.besides(LoggerContext.class));
        classes.keySet().removeIf(name -> !name.endsWith(".class") || name.endsWith("-info.class"));
        assertThat(dynamicCalls(classes)).isPositive();

        Map<String, byte[]> inlined = DynamicCallInlining.inline(classes, name -> true);

        assertThat(dynamicCalls(inlined)).isZero();
        ClassFiles files = new ClassFiles(inlined);
        for (String name : inlined.keySet()) {
            files.verify(name);
        }
    }

    @Test
    void aConcatenationGivesTheSameText() throws Exception {
        byte[] file = TextClass.file(
                "java/lang/invoke/StringConcatFactory", "[\1;\1;\1;\1;\1;\1;\1;\1;\1;\1\1]\2\1", "constant");

        Map<String, byte[]> inlined = DynamicCallInlining.inline(Map.of("Text.class", file), name -> true);

        Object text = textMethod(inlined)
                .invoke(null, (byte) -1, (short) -2, 'c', 3, 4L, 5f, 6d, true, "text", null, List.of(7), "end");
        assertThat(text)
                .isEqualTo("[-1;-2;c;3;4;5.0;6.0;true;text;null[7]]constantend")
                .isEqualTo(textMethod(Map.of("Text.class", file))
                        .invoke(
                                null,
                                (byte) -1,
                                (short) -2,
                                'c',
                                3,
                                4L,
                                5f,
                                6d,
                                true,
                                "text",
                                null,
                                List.of(7),
                                "end"));
    }

    private static Method textMethod(Map<String, byte[]> files) throws ClassNotFoundException {
        Method method = Stream.of(new ClassFiles(files).loadClass("Text").getDeclaredMethods())
                .filter(each -> "text".equals(each.getName()))
                .findFirst()
                .orElseThrow();
        method.setAccessible(true);
        return method;
    }

    /** Nobody would notice otherwise that such a call is left. */
    @Test
    void refusesADynamicCallThatItDoesNotKnow() {
        Map<String, byte[]> unknown = Map.of("Text.class", TextClass.file("org/example/Factory", "text"));

        assertThatThrownBy(() -> DynamicCallInlining.inline(unknown, name -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Text has a dynamic call of org/example/Factory");
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

    /** A class that puts a text together as a compiler does without options: of a value of each type, and three more. */
    private static final class TextClass {

        private static final String PARTS =
                "(BSCIJFDZLjava/lang/String;Ljava/lang/Object;Ljava/util/List;Ljava/lang/String;)Ljava/lang/String;";

        private TextClass() {}

        static byte[] file(String factory, Object... arguments) {
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            writer.visit(Opcodes.V17, Opcodes.ACC_FINAL, "Text", null, "java/lang/Object", null);
            MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "text", PARTS, null, null);
            code.visitCode();
            int variable = 0;
            for (Type type : Type.getArgumentTypes(PARTS)) {
                code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), variable);
                variable += type.getSize();
            }
            code.visitInvokeDynamicInsn(
                    "makeConcatWithConstants",
                    PARTS,
                    new Handle(
                            Opcodes.H_INVOKESTATIC,
                            factory,
                            "makeConcatWithConstants",
                            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                                    + "Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
                            false),
                    arguments);
            code.visitInsn(Opcodes.ARETURN);
            code.visitMaxs(0, 0);
            code.visitEnd();
            writer.visitEnd();
            return writer.toByteArray();
        }
    }
}
