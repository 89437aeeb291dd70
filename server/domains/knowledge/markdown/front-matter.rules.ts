const OPENING = /^\ufeff?---[ \t]*\r?\n/;
const CLOSING = /^(?:---|\.\.\.)[ \t]*$/m;

/** Splits the YAML at the start of a Markdown file from its text. `yaml` is null when there is none. */
export function splitFrontMatter(markdown: string): { yaml: string | null; body: string } {
  const opening = OPENING.exec(markdown)?.[0];
  if (opening === undefined) return { yaml: null, body: markdown };
  const rest = markdown.slice(opening.length);
  const closing = CLOSING.exec(rest);
  if (closing === null) return { yaml: null, body: markdown };
  const body = rest.slice(closing.index + closing[0].length).replace(/^\r?\n/, '');
  return { yaml: rest.slice(0, closing.index), body };
}
