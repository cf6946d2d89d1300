/** crashmail: mails what has crashed. */
@NullMarked
package org.superlance.crashmail;

import org.jspecify.annotations.NullMarked;
