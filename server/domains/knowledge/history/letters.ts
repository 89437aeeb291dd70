import { wellFormed } from '../markdown/clean-text.rules';
import type { AuthoredText, Run } from './authors';
import type { Block } from './blocks';

/** How far a text is looked for behind its place: what the schema does not know is left out of a document. */
const TEXTS_AHEAD = 20;
const BLANK = /\s/;

const NOBODY = { by: null, earlier: false } as const;

/** A line and whose its characters are. */
export type Line = Block & { runs: Run[] };

/** As a document is read, and as long as before. */
const readable = (text: string): string => wellFormed(text).replaceAll('\u0000', ' ');

/** Without blanks: a document that is read has none at the edges of a text, and a text that is being written has. */
const withoutBlanks = (text: string): string => text.replace(/\s+/g, '');

/** All letters of a document, and whose each of them is. */
class Letters {
  private readonly all: string;
  private readonly owners: Run[] = [];
  /** Where a text begins, and where the last one ends. */
  private readonly edges = [0];
  private readonly isEdge: ReadonlySet<number>;
  private next = 0;

  constructor(texts: readonly AuthoredText[]) {
    const parts: string[] = [];
    for (const { text, runs } of texts) {
      const words = readable(text);
      let at = 0;
      for (const run of runs) {
        const letters = withoutBlanks(words.slice(at, at + run.chars));
        at += run.chars;
        parts.push(letters);
        for (let n = 0; n < letters.length; n += 1) this.owners.push(run);
      }
      if (this.owners.length > (this.edges.at(-1) as number)) this.edges.push(this.owners.length);
    }
    this.all = parts.join('');
    this.isEdge = new Set(this.edges);
  }

  /** A text of the document as it is read, or several that are read as one. @returns null where it is not found */
  find(text: string): Run[] | null {
    const letters = withoutBlanks(readable(text));
    const ahead = this.edges
      .slice(this.next, this.next + TEXTS_AHEAD)
      .findIndex((edge) => this.all.startsWith(letters, edge) && this.isEdge.has(edge + letters.length));
    if (letters === '' || ahead === -1) return null;
    const start = this.edges[this.next + ahead] as number;
    this.next += ahead;
    while ((this.edges[this.next] as number) < start + letters.length) this.next += 1;
    return this.runsOf(text, start);
  }

  /** A blank is whose the letter before it is. */
  private runsOf(text: string, start: number): Run[] {
    const runs: Run[] = [];
    let at = start;
    for (const char of readable(text).split('')) {
      const isBlank = BLANK.test(char);
      const { by, earlier } = this.owners[isBlank ? Math.max(at - 1, start) : at] as Run;
      if (!isBlank) at += 1;
      const last = runs.at(-1);
      if (last?.by === by && last.earlier === earlier) last.chars += 1;
      else runs.push({ chars: 1, by, earlier });
    }
    return runs;
  }
}

/**
 * Finds for each line whose its characters are: its texts are those of the shared document, in the same order. Where one
 * is not found, nobody is named.
 */
export function withRuns(blocks: readonly Block[], texts: readonly AuthoredText[]): Line[] {
  const letters = new Letters(texts);
  return blocks.map((block) => ({
    ...block,
    runs: block.pieces.flatMap(({ text, isText }) => {
      if (text === '') return [];
      return (isText ? letters.find(text) : null) ?? [{ ...NOBODY, chars: text.length }];
    }),
  }));
}
