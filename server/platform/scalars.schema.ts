import { z } from 'zod';

export const PAGE_ROWS_DEFAULT = 50;
export const PAGE_ROWS_MAX = 200;
export const ID_CHARACTERS_MAX = 64;

/** A moment. In JSON it is an ISO 8601 text. */
export const timestamp = z.date().meta({ override: { type: 'string', format: 'date-time' } });

export const id = z.string().min(1).max(ID_CHARACTERS_MAX);

/** Room for the longest title or name in any script, beside its id, twice encoded. */
const CURSOR_CHARACTERS_MAX = 2_000;

/** Where the next page of a list begins: opaque to callers. */
export const cursor = z.string().max(CURSOR_CHARACTERS_MAX);

/** Rows of one page, 1 to 200. */
export const limit = z.number().int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_DEFAULT);
