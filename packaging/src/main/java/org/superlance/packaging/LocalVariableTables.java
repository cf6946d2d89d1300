package org.superlance.packaging;

import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Leaves out what only debuggers read of class files: the names and types of local variables. The class archive would hold
 * them, and so would each process that uses it. The numbers of lines stay.
 */
final class LocalVariableTables {

    private LocalVariableTables() {}

    /**
     * @param entries content by name
     * @return the same entries in the same order
     */
    static Map<String, byte[]> drop(Map<String, byte[]> entries) {
        Map<String, byte[]> dropped = new LinkedHashMap<>(entries);
        dropped.replaceAll((name, content) -> name.endsWith(".class") ? classFile(content) : content);
        return dropped;
    }

    private static byte[] classFile(byte[] content) {
        return MethodRewriting.rewrite(content, (method, next) -> new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitLocalVariable(
                    String name, String type, String generic, Label start, Label end, int index) {
                // left out
            }
        });
    }
}
