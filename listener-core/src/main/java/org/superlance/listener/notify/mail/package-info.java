/** Alerts as mails: by a mail server or a mail command. The only place that knows Jakarta Mail. */
@NullMarked
package org.superlance.listener.notify.mail;

import org.jspecify.annotations.NullMarked;
