/** What is wrong with a listener, or will be: looked for without changing anything. */
@NullMarked
package org.superlance.listener.configcheck;

import org.jspecify.annotations.NullMarked;
