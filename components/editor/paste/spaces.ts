import type { ElementContent, Parents, Root, Text } from 'hast';
import { element, hasClass, isElement, ownStyle } from './hast';

const BLOCKS = new Set(
  (
    'address article aside blockquote br callout caption center dd details dialog div dl dt fieldset figcaption figure ' +
    'footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);
/** Blanks that say no more than that words end: more than one, or one that is plain. A lone no-break space is meant. */
const RUN = /[ \t\n\r\f\u00a0]{2,}|[ \t\n\r\f]/g;
const LEADING = /^[ \t\n\r\f\u00a0]+/;
const TRAILING = /[ \t\n\r\f\u00a0]+$/;

/** Where one is in a line. */
class Line {
  private last: Text | null = null;
  private afterBlank = true;

  add(node: Text): void {
    let value = node.value.replace(RUN, ' ');
    if (this.afterBlank) value = value.replace(LEADING, '');
    node.value = value;
    if (value === '') return;
    this.afterBlank = TRAILING.test(value);
    this.last = node;
  }

  /** Something stands here that is no text. */
  object(): void {
    this.last = null;
    this.afterBlank = false;
  }

  end(): void {
    if (this.last !== null) this.last.value = this.last.value.replace(TRAILING, '');
    this.last = null;
    this.afterBlank = true;
  }
}

/** Blanks as a browser shows them: one between words, none at the edges of lines. What is kept as it is stays so. */
export function collapseSpaces(root: Root): void {
  const line = new Line();
  collapse(root, line);
  line.end();
}

function collapse(parent: Parents, line: Line): void {
  for (const child of parent.children as ElementContent[]) {
    if (child.type === 'text') line.add(child);
    if (!isElement(child)) continue;
    const isBlock = BLOCKS.has(child.tagName);
    if (isBlock) line.end();
    if (child.tagName === 'img') line.object();
    if (child.tagName !== 'pre') collapse(child, line);
    if (isBlock) line.end();
  }
}

/** Line ends and blanks that only a style makes show: as what shows by itself. */
export function shownSpaces(parent: Parents, keepsLines = false): void {
  parent.children = (parent.children as ElementContent[]).flatMap((child) => {
    if (child.type === 'text') return keepsLines ? splitLines(child.value) : [child];
    if (!isElement(child) || child.tagName === 'pre') return [child];
    if (hasClass(child, 'Apple-converted-space')) return [{ type: 'text', value: ' ' }];
    const own = ownStyle(child, 'white-space');
    shownSpaces(child, own === '' ? keepsLines : /^(?:pre|break)/.test(own));
    return [child];
  });
}

/** Line ends that the page shows. */
function splitLines(value: string): ElementContent[] {
  if (!/\S/.test(value) || !value.includes('\n')) return [{ type: 'text', value }];
  return value
    .split(/\r\n?|\n/)
    .flatMap((part, at): ElementContent[] =>
      at === 0 ? [{ type: 'text', value: part }] : [element('br', []), { type: 'text', value: part }],
    );
}
