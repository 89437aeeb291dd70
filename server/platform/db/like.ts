/** Prisma passes these on to LIKE and ILIKE, in which they stand for any text. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
