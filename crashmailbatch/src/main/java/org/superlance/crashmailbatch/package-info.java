/** The command {@code crashmailbatch}. */
@NullMarked
package org.superlance.crashmailbatch;

import org.jspecify.annotations.NullMarked;
