package org.superlance.httpok;

/** Asks a URL how it is. */
interface Probe {

    ProbeResult probe(ProbeUrl url);
}
