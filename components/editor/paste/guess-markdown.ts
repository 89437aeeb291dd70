/** What a text shows of being written as Markdown, counted over its lines. */
type Signs = {
  /** Lines that nobody writes who does not mean Markdown. */
  certain: number;
  /** Lines that mean something in Markdown, and may mean nothing. */
  likely: number;
  /** Lines that look like code, outside of code that is marked as such. */
  code: number;
  lines: number;
};

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}#{1,6}[ \t]+\S/;
const TASK = /^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\](?:[ \t]|$)/;
const ALERT = /^\s*>\s*\[!\w+\]/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$/;
const FOOTNOTE = /^\[\^[^\]\s]+\]:/;
const ADMONITION = /^(?:!!!|\?\?\?\+?) +\w+|^:{3,} ?\{?(?:note|tip|info|warning|caution|danger|important)\b/;
const LINK = /(?<!\\)\[[^\]\n]+\]\((?:https?:|mailto:|\/|#|\.{1,2}\/|[\w-]+\.md)[^)\n]*\)/;
const STRONG =
  /(?:^|[\s(])(?:\*\*(?=\S)[^*\n]*[^*\s]\*\*|__(?=\S)[^_\n]* [^_\n]*[^_\s]__|~~(?=\S)[^~\n]*[^~\s]~~)(?=$|[\s).,:;!?])/;
const INLINE_CODE = /(?:^|[\s(])`[^`\n]+`(?=$|[\s).,:;!?])/;
const BULLET = /^\s*[-*+][ \t]+\S/;
const NUMBER = /^\s*\d{1,9}[.)][ \t]+\S/;
const QUOTE = /^ {0,3}>(?: |$)/;
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/;

const CODE_LINE =
  /[;{}]\s*$|^\s*(?:import |from \S+ import |export |const |let |var |function |def |class |return\b|if ?\(|for ?\(|while ?\(|else\b.*[:{]$|elif |try\b|#include|#!\/|@\w+\(|public |private |package |use |fn |func |SELECT |INSERT |UPDATE |CREATE |\$ |\/\/|\/\*|\* @|<\/?[a-z][\w-]*[^>]*>\s*$)|=>|^\s*[\w.-]+\s*[:=]=?\s*["'\d[{(]|^[+-]{3} [ab]\/|^@@ |\w\(.*\)\s*:?\s*$/;
/** `key: value`, as in a file of settings. */
const SETTING = /^\s*(?:- )?[\w.-]+:(?:\s+\S.*)?$/;

/** A share of lines that look like code above which the whole is code. */
const CODE_SHARE_MAX = 0.3;
/** One line may look like anything. */
const CODE_LINES_MIN = 2;
/** Single sentences are what they are: only what is long enough is a document. */
const LIKELY_LINES_MIN = 2;

/**
 * Whether a text that came without any formatting was written as Markdown, so that it is read as such. Prose with a
 * stray sign stays as it was typed, and so does code.
 */
export function isMarkdown(text: string): boolean {
  const signs = signsOf(text);
  if (signs.code >= CODE_LINES_MIN && signs.code > signs.lines * CODE_SHARE_MAX) return false;
  return signs.certain > 0 || signs.likely >= LIKELY_LINES_MIN;
}

function signsOf(text: string): Signs {
  const signs: Signs = { certain: 0, likely: 0, code: 0, lines: 0 };
  const lines = text.split(/\r\n?|\n/);
  let fence: string | null = null;
  for (const [at, line] of lines.entries()) {
    const mark = FENCE.exec(line)?.[1] ?? null;
    if (fence !== null) {
      if (mark?.startsWith(fence) && line.trim() === mark) {
        fence = null;
        signs.certain += 1;
      }
      continue;
    }
    if (mark !== null) {
      fence = mark;
      continue;
    }
    if (line.trim() === '') continue;
    signs.lines += 1;
    judge(line, { before: lines[at - 1] ?? '', after: lines[at + 1] ?? '' }, signs);
  }
  return signs;
}

type Around = { before: string; after: string };

function judge(line: string, around: Around, signs: Signs): void {
  const isCertain =
    TASK.test(line) ||
    ALERT.test(line) ||
    FOOTNOTE.test(line) ||
    ADMONITION.test(line) ||
    LINK.test(line) ||
    STRONG.test(line) ||
    (TABLE_RULE.test(line) && around.before.includes('|'));
  if (isCertain) signs.certain += 1;
  else if (isLikely(line, around)) signs.likely += 1;
  else if (CODE_LINE.test(line) || SETTING.test(line)) signs.code += 1;
}

function isLikely(line: string, { before, after }: Around): boolean {
  // A remark in a script looks like a heading, but stands right above what it is about.
  if (HEADING.test(line))
    return after.trim() === '' || (before.trim() === '' && !CODE_LINE.test(after) && !HEADING.test(after));
  if (RULE.test(line)) return before.trim() === '';
  // `- name: x` is a setting.
  return !SETTING.test(line) && (BULLET.test(line) || NUMBER.test(line) || QUOTE.test(line) || INLINE_CODE.test(line));
}
