/** Whoever points with a finger. */
export const TOUCH = '(pointer: coarse)';
