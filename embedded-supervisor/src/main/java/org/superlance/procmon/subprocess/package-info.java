/** One process under us: supervisord's states, and the growing delays that lead out of those it never leaves. */
@NullMarked
package org.superlance.procmon.subprocess;

import org.jspecify.annotations.NullMarked;
