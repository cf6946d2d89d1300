/** The command {@code fatalmailbatch}. */
@NullMarked
package org.superlance.fatalmailbatch;

import org.jspecify.annotations.NullMarked;
