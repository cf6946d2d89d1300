package org.superlance.oomemonitor;

import java.util.Optional;

/**
 * Who could have written a marker.
 *
 * @param user whose the program is, or empty if that user has no name
 * @param ourselves whose oome_monitor is
 */
record MarkerOwnership(Optional<String> user, String ourselves) {

    /**
     * Whether the program may name this file as its marker. Another user's program must not have us remove what it may
     * not remove itself.
     */
    boolean isTrusted(Marker marker) {
        if (user.isEmpty()) {
            return marker.owner().chars().allMatch(Character::isDigit);
        }
        return user.get().equals(ourselves) || user.get().equals(marker.owner());
    }
}
