package org.superlance.oomemonitor;

import java.util.Collection;
import org.superlance.listener.supervisor.Namespec;

/** Removes markers and says so. */
interface MarkerRemover {

    /** Removes a marker that asks for nothing any more. */
    void removeStale(Marker marker);

    /** Removes the marker of a process that has been stopped for it. */
    void removeHandled(Marker marker, Namespec process);

    /** Of other markers nothing need be remembered: they are gone. */
    void forgetAllBut(Collection<Marker> present);
}
