import { type AnyExtension, type Attributes, Extension, type Node } from '@tiptap/core';

/** Words in an attribute: what an image shows, a title, the names of a heading. */
export const ATTRIBUTE_CHARACTERS_MAX = 10_000;
/** The name of a language of code; more than a line that is typed can give. */
export const LANGUAGE_CHARACTERS_MAX = 1_000;
/** As many digits as Markdown allows before the dot of a list. */
export const LIST_START_DIGITS_MAX = 9;
export const LIST_START_MAX = 10 ** LIST_START_DIGITS_MAX - 1;
/** The columns or rows of one cell; HTML has the same limit for columns. */
export const CELL_SPAN_MAX = 1_000;
export const COLUMN_WIDTH_MAX_PX = 100_000;

export const CELL_ALIGNMENTS = ['left', 'right', 'center'] as const;
const HEADING_LEVEL_MAX = 6;
const LIST_TYPES = ['1', 'a', 'A', 'i', 'I'] as const;

type Check = (value: unknown) => boolean;

/** An attribute's `validate`, as ProseMirror calls it. @param what it is, in the error */
export function demandThat(holds: Check, what: string): (value: unknown) => void {
  return (value) => {
    if (!holds(value)) throw new RangeError(what);
  };
}

function textUpTo(most: number): Check {
  return (value) => value === null || (typeof value === 'string' && value.length <= most);
}

/** Whether it is words for an attribute, or null for none. */
export const isTextOrNull = textUpTo(ATTRIBUTE_CHARACTERS_MAX);

function wholeNumber(least: number, most: number): Check {
  return (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function oneOf(values: readonly unknown[]): Check {
  return (value) => values.includes(value);
}

/** Whether it is a width of a column; 0 where it has none of its own. Dragging an edge gives fractions. */
export function isColumnWidth(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= COLUMN_WIDTH_MAX_PX;
}

/** Whether it is what a cell says of its columns' widths: null, or one for each. */
export function isColumnWidths(value: unknown): boolean {
  if (value === null) return true;
  // A gap in an array is no width either, and `every` alone passes over it.
  return Array.isArray(value) && value.length <= CELL_SPAN_MAX && Array.from(value).every(isColumnWidth);
}

const CELL: Record<string, Check> = {
  colspan: wholeNumber(1, CELL_SPAN_MAX),
  rowspan: wholeNumber(1, CELL_SPAN_MAX),
  colwidth: isColumnWidths,
  align: oneOf([null, ...CELL_ALIGNMENTS]),
};

/** Of the nodes that are Tiptap's own, which come without: what each attribute may be. */
const CHECKS: Record<string, Record<string, Check>> = {
  heading: { level: wholeNumber(1, HEADING_LEVEL_MAX) },
  orderedList: { start: wholeNumber(0, LIST_START_MAX), type: oneOf([null, ...LIST_TYPES]) },
  codeBlock: { language: textUpTo(LANGUAGE_CHARACTERS_MAX) },
  taskItem: { checked: oneOf([true, false]) },
  tableCell: CELL,
  tableHeader: CELL,
};

/** The same extension, whose attributes take what they may be and nothing else; also each one in a kit. */
export function withChecks(extension: AnyExtension): AnyExtension {
  if (extension instanceof Extension) {
    return extension.extend({
      addExtensions() {
        return (this.parent?.() ?? []).map(withChecks);
      },
    });
  }
  const checks = CHECKS[extension.name];
  if (checks === undefined) return extension;
  return (extension as Node).extend({
    addAttributes() {
      const attributes: Attributes = { ...this.parent?.() };
      for (const [name, holds] of Object.entries(checks)) {
        attributes[name] = { ...attributes[name], validate: demandThat(holds, `${extension.name} ${name}`) };
      }
      return attributes;
    },
  });
}
