/** What this browser holds and the server does not. */
export const keptWords = (pages: number): string =>
  pages === 1
    ? '1 page holds changes of yours that are not saved yet'
    : `${pages} pages hold changes of yours that are not saved yet`;
