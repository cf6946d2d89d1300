package org.superlance.packaging;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Has picocli do without the types of options that no command has. It registers a converter for each, which loads the types,
 * of which {@code BigDecimal} and {@code BigInteger} are as large as fifty small classes, and compiles 25 regular
 * expressions to see what it is to leave out.
 */
final class ConverterPruning {

    /** picocli's, which registers them for each command. */
    static final String PLACE = "picocli/CommandLine$Interpreter.class";

    private static final String METHOD = "registerBuiltInConverters";
    private static final String UNUSED = "org/superlance/listener/cli/UnusedConverters";
    private static final List<String> PRUNED = List.of("java/math/", "java/net/", "java/util/", "java/nio/charset/");

    private ConverterPruning() {}

    /**
     * @param entries content by name
     * @return the same entries in the same order
     * @throws IllegalArgumentException if picocli does not do this any more, so that nothing is won here
     */
    static Map<String, byte[]> prune(Map<String, byte[]> entries) {
        return MethodRewriting.in(entries, PLACE, ConverterPruning::classFile);
    }

    /** Whether an option of this type has to have a converter of ours. */
    static boolean isPruned(Class<?> type) {
        return isPruned(Type.getType(type));
    }

    private static boolean isPruned(Type type) {
        return PRUNED.stream().anyMatch(type.getInternalName()::startsWith);
    }

    private static byte[] classFile(byte[] content) {
        AtomicInteger types = new AtomicInteger();
        AtomicInteger questions = new AtomicInteger();
        byte[] pruned = MethodRewriting.rewrite(
                content,
                (method, next) -> method.equals(METHOD)
                        ? new RegistrationPruner(next, types)
                        : new QuestionReplacer(next, questions));
        if (types.get() == 0 || questions.get() == 0) {
            throw new IllegalArgumentException(PLACE + " does not register converters as before");
        }
        return pruned;
    }

    /** Asks us, who need no pattern. */
    private static final class QuestionReplacer extends MethodVisitor {

        private final AtomicInteger questions;

        QuestionReplacer(MethodVisitor next, AtomicInteger questions) {
            super(Opcodes.ASM9, next);
            this.questions = questions;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String shape, boolean isInterface) {
            if (owner.endsWith("$BuiltIn") && name.equals("excluded")) {
                questions.incrementAndGet();
                super.visitMethodInsn(opcode, UNUSED, "contains", shape, isInterface);
            } else {
                super.visitMethodInsn(opcode, owner, name, shape, isInterface);
            }
        }
    }

    /** Of {@code registry.put(Type.class, new Converter())}, without branches, it leaves the taking of the registry. */
    private static final class RegistrationPruner extends MethodVisitor {

        private final AtomicInteger types;
        private boolean pruning;

        RegistrationPruner(MethodVisitor next, AtomicInteger types) {
            super(Opcodes.ASM9, next);
            this.types = types;
        }

        @Override
        public void visitLdcInsn(Object constant) {
            if (constant instanceof Type type && isPruned(type)) {
                pruning = true;
                types.incrementAndGet();
            } else {
                super.visitLdcInsn(constant);
            }
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (!pruning) {
                super.visitTypeInsn(opcode, type);
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String shape, boolean isInterface) {
            if (!pruning) {
                super.visitMethodInsn(opcode, owner, name, shape, isInterface);
            }
        }

        @Override
        public void visitInsn(int opcode) {
            if (!pruning) {
                super.visitInsn(opcode);
            } else if (opcode == Opcodes.POP) {
                // the registry now, where the result of put was
                pruning = false;
                super.visitInsn(opcode);
            }
        }
    }
}
