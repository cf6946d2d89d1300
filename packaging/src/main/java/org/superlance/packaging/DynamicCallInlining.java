package org.superlance.packaging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Turns the dynamic calls of class files into plain ones: each lambda becomes a class of the JAR, {@code toString},
 * {@code hashCode} and {@code equals} of a record become methods of it, and so does each concatenation of texts.
 *
 * <p>The JVM links a dynamic call when it is first reached, in each process anew: it makes a call site, and for a record
 * also writes classes. That was half of the processor time of ours up to READY, and a megabyte in each process. A class
 * archive holds what is made here like any other class. What the code does, and its stack traces, stay as they are.
 *
 * <p>Source: {@code java.lang.invoke.LambdaMetafactory}, {@code java.lang.invoke.StringConcatFactory} and
 * {@code java.lang.runtime.ObjectMethods} say what these calls mean.
 */
final class DynamicCallInlining {

    private static final String CLASS = ".class";

    private final SortedMap<String, byte[]> made = new TreeMap<>();
    private final Map<String, List<String>> nestMembers = new TreeMap<>();

    private DynamicCallInlining() {}

    /**
     * Inlines the dynamic calls of some of the classes. The others stay as they are.
     *
     * @param entries content by name, such as {@code org/superlance/memmon/Memmon.class}
     * @param selected which of the names are class files to be changed; a nest must be selected as a whole
     * @return the same entries in the same order, and behind them the classes of the lambdas
     * @throws IllegalArgumentException if there is a dynamic call of another kind
     */
    static Map<String, byte[]> inline(Map<String, byte[]> entries, Predicate<String> selected) {
        DynamicCallInlining inlining = new DynamicCallInlining();
        Map<String, byte[]> inlined = new LinkedHashMap<>(entries);
        inlined.replaceAll((name, content) -> selected.test(name) ? inlining.classFile(content) : content);
        inlining.nestMembers.forEach((host, members) ->
                inlined.computeIfPresent(host + CLASS, (name, content) -> withNestMembers(content, members)));
        inlining.made.forEach((name, content) -> inlined.put(name + CLASS, content));
        return inlined;
    }

    private byte[] classFile(byte[] content) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(content).accept(new ClassInliner(writer), 0);
        return writer.toByteArray();
    }

    private static byte[] withNestMembers(byte[] content, List<String> members) {
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor visitor = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visitEnd() {
                members.forEach(this::visitNestMember);
                super.visitEnd();
            }
        };
        new ClassReader(content).accept(visitor, 0);
        return writer.toByteArray();
    }

    /** Inlines the dynamic calls of one class. */
    private final class ClassInliner extends ClassVisitor {

        private final List<Runnable> methods = new ArrayList<>();
        private String owner = "";
        private String host = "";
        private boolean isInterface;
        private int count;

        ClassInliner(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            owner = name;
            host = name;
            isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public void visitNestHost(String nestHost) {
            host = nestHost;
            super.visitNestHost(nestHost);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodInliner(this, super.visitMethod(access, name, descriptor, signature, exceptions));
        }

        @Override
        public void visitEnd() {
            methods.forEach(Runnable::run);
            super.visitEnd();
        }

        /** Makes the class of a lambda, and returns its name. */
        String lambda(String method, String descriptor, Object... arguments) {
            String name = owner + "$$L" + count++;
            made.put(name, LambdaClass.of(name, host, method, descriptor, arguments));
            nestMembers.computeIfAbsent(host, key -> new ArrayList<>()).add(name);
            return name;
        }

        /** Has a method made at the end of the class, and returns its name. */
        String method(String method, String descriptor, Consumer<MethodVisitor> writer) {
            String name = method + "$" + count++;
            int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
            methods.add(() -> writer.accept(super.visitMethod(access, name, descriptor, null, null)));
            return name;
        }
    }

    /** Puts a call of what was made in the place of each dynamic call: it takes and gives the same, so no frame changes. */
    private static final class MethodInliner extends MethodVisitor {

        private final ClassInliner inliner;

        MethodInliner(ClassInliner inliner, MethodVisitor next) {
            super(Opcodes.ASM9, next);
            this.inliner = inliner;
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            switch (bootstrap.getOwner()) {
                case "java/lang/invoke/LambdaMetafactory" ->
                    visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            inliner.lambda(name, descriptor, arguments),
                            LambdaClass.FACTORY,
                            descriptor,
                            false);
                case "java/lang/runtime/ObjectMethods" ->
                    visitOwnMethod(name, descriptor, code -> RecordMethod.write(code, name, arguments));
                case "java/lang/invoke/StringConcatFactory" ->
                    visitOwnMethod("concat", descriptor, code -> ConcatMethod.write(code, descriptor, arguments));
                default ->
                    throw new IllegalArgumentException(
                            inliner.owner + " has a dynamic call of " + bootstrap + ", which is not known here");
            }
        }

        private void visitOwnMethod(String name, String descriptor, Consumer<MethodVisitor> writer) {
            String method = inliner.method(name, descriptor, writer);
            visitMethodInsn(Opcodes.INVOKESTATIC, inliner.owner, method, descriptor, inliner.isInterface);
        }
    }
}
