/** The header under which everything behind the port reads the peer's address. What a client sends in it is gone. */
export const PEER_HEADER = 'x-kenning-address';

/** Who asks, when the server could not see the peer's address. Counted like any other address. */
export const UNKNOWN_ADDRESS = 'unknown';
