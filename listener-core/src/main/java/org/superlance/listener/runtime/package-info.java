/** TODO. */
@NullMarked
package org.superlance.listener.runtime;

import org.jspecify.annotations.NullMarked;
