/** One process under us: supervisord's states, and the growing delays that lead out of those it never leaves. */
@NullMarked
package org.superlance.procmon.program;

import org.jspecify.annotations.NullMarked;
