/** What TypeScript asks of child.mjs. */
export const OPERATOR_FLAGS: readonly string[];
