import type { ErrorCode, ErrorParams } from '../errors.schema';

/** To the thread. */
export type Order = { id: number; task: string; input: unknown };

/** What a task threw: one of ours as it was, or the text of a fault. */
export type Thrown = { code: ErrorCode; reason: string; params: ErrorParams } | { fault: string };

/** From the thread. */
export type Done = { id: number; output: unknown } | { id: number; thrown: Thrown };
