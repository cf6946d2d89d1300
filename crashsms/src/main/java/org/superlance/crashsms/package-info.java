/** The command {@code crashsms}. */
@NullMarked
package org.superlance.crashsms;

import org.jspecify.annotations.NullMarked;
