package org.superlance.packaging;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Has picocli make the names of negated options when a command has such an option, and not for each command: the regular
 * expressions that it compiles for that would be the first, and with them the JVM makes its first lambda, which costs
 * Java 17 a tenth of the time until READY.
 */
final class NegationDeferral {

    /** picocli's, which knows no other place to set it before it is made. */
    static final String PLACE = "picocli/CommandLine$Model$CommandSpec.class";

    private static final String LAZY = "org/superlance/listener/cli/LazyNegation";
    private static final String EAGER = "picocli/CommandLine$RegexTransformer";

    private NegationDeferral() {}

    /**
     * @param entries content by name
     * @return the same entries in the same order
     * @throws IllegalArgumentException if picocli does not do this any more, so that nothing is won here
     */
    static Map<String, byte[]> defer(Map<String, byte[]> entries) {
        return MethodRewriting.in(entries, PLACE, NegationDeferral::classFile);
    }

    private static byte[] classFile(byte[] content) {
        AtomicInteger calls = new AtomicInteger();
        byte[] deferred = MethodRewriting.rewrite(content, (method, next) -> new CallReplacer(next, calls));
        if (calls.get() == 0) {
            throw new IllegalArgumentException(PLACE + " does not call " + EAGER + " any more");
        }
        return deferred;
    }

    /** Replaces the calls that make it by calls that give another object of the same interface. */
    private static final class CallReplacer extends MethodVisitor {

        private final AtomicInteger calls;

        CallReplacer(MethodVisitor next, AtomicInteger calls) {
            super(Opcodes.ASM9, next);
            this.calls = calls;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String shape, boolean isInterface) {
            if (owner.equals(EAGER) && method.equals("createDefault")) {
                calls.incrementAndGet();
                super.visitMethodInsn(
                        opcode, LAZY, "create", "()Lpicocli/CommandLine$INegatableOptionTransformer;", isInterface);
            } else {
                super.visitMethodInsn(opcode, owner, method, shape, isInterface);
            }
        }
    }
}
