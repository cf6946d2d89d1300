/** All commands in one: each by its name, or several listeners in one process. */
@NullMarked
package org.superlance.superlance;

import org.jspecify.annotations.NullMarked;
