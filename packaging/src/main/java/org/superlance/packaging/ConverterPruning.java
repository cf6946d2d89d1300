package org.superlance.packaging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
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
        Map<String, byte[]> pruned = new LinkedHashMap<>(entries);
        pruned.computeIfPresent(PLACE, (name, content) -> classFile(content));
        return pruned;
    }

    /** Whether an option of this type has to have a converter of ours. */
    static boolean isPruned(Class<?> type) {
        String name = Type.getInternalName(type);
        return PRUNED.stream().anyMatch(name::startsWith);
    }

    private static byte[] classFile(byte[] content) {
        ClassWriter writer = new ClassWriter(0);
        Pruner pruner = new Pruner(writer);
        new ClassReader(content).accept(pruner, 0);
        if (pruner.types == 0 || pruner.questions == 0) {
            throw new IllegalArgumentException(PLACE + " does not register converters as before");
        }
        return writer.toByteArray();
    }

    private static final class Pruner extends ClassVisitor {

        private int types;
        private int questions;

        Pruner(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.equals(METHOD) ? new RegistrationPruner(next) : new QuestionReplacer(next);
        }

        /** Asks us, who need no pattern. */
        private final class QuestionReplacer extends MethodVisitor {

            QuestionReplacer(MethodVisitor next) {
                super(Opcodes.ASM9, next);
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String shape, boolean isInterface) {
                if (owner.endsWith("$BuiltIn") && name.equals("excluded")) {
                    questions++;
                    super.visitMethodInsn(opcode, UNUSED, "contains", shape, isInterface);
                } else {
                    super.visitMethodInsn(opcode, owner, name, shape, isInterface);
                }
            }
        }

        /** Of {@code registry.put(Type.class, new Converter())}, without branches, it leaves the taking of the registry. */
        private final class RegistrationPruner extends MethodVisitor {

            private boolean pruning;

            RegistrationPruner(MethodVisitor next) {
                super(Opcodes.ASM9, next);
            }

            @Override
            public void visitLdcInsn(Object constant) {
                if (constant instanceof Type type && PRUNED.stream().anyMatch(type.getInternalName()::startsWith)) {
                    pruning = true;
                    types++;
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
}
