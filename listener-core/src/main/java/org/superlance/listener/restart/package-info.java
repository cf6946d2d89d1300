/** Checks, decisions, the policy behind them, and the restart manager that starts again what it stopped. */
@NullMarked
package org.superlance.listener.restart;

import org.jspecify.annotations.NullMarked;
