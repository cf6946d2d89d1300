/** Every command of the project in one: each by its name, or many listeners in one process. */
@NullMarked
package org.superlance.superlance;

import org.jspecify.annotations.NullMarked;
