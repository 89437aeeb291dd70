/** Who asks, when the server could not see the peer's address. Counted like any other address. */
export const UNKNOWN_ADDRESS = 'unknown';
