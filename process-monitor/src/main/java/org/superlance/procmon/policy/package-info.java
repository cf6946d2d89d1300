/** When to restart a program that has exited, and when to give it up. Pure functions, without threads and clocks. */
@NullMarked
package org.superlance.procmon.policy;

import org.jspecify.annotations.NullMarked;
