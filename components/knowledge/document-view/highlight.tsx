import type { ElementContent, RootContent } from 'hast';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import nginx from 'highlight.js/lib/languages/nginx';
import powershell from 'highlight.js/lib/languages/powershell';
import { common, createLowlight } from 'lowlight';
import { cache, type ReactNode } from 'react';
import { hcl } from './hcl';
import { staticList } from './static-list';

/**
 * Some languages are read in time that grows with the square of a block's length. Longer blocks, longer lines, and what
 * is left when a page has used up its time are shown plainly: colouring must not hold up everybody else.
 */
const MAX_HIGHLIGHTED_CHARS = 20_000;
const MAX_LINE_CHARS = 2_000;
const MAX_PAGE_MS = 1_000;

/** One for each page that is rendered. */
const timeUsed = cache(() => ({ ms: 0 }));

const lowlight = createLowlight({ ...common, dockerfile, nginx, powershell, hcl });
lowlight.registerAlias({ powershell: ['ps', 'ps1', 'pwsh'], json: ['json5'] });

function className(node: ElementContent): string | undefined {
  const classes = node.type === 'element' ? node.properties.className : undefined;
  return Array.isArray(classes) ? classes.join(' ') : undefined;
}

function render(node: ElementContent | RootContent): ReactNode {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return null;
  return <span className={className(node)}>{staticList(node.children.map(render))}</span>;
}

/** The code in coloured spans where the language is known, otherwise the code itself. Runs on the server. */
export function highlighted(code: string, language: string | null): ReactNode {
  if (language === null || !isShort(code) || !lowlight.registered(language.toLowerCase())) return code;
  const used = timeUsed();
  if (used.ms > MAX_PAGE_MS) return code;
  const begun = performance.now();
  const { children } = lowlight.highlight(language.toLowerCase(), code);
  used.ms += performance.now() - begun;
  return staticList(children.map(render));
}

function isShort(code: string): boolean {
  return code.length <= MAX_HIGHLIGHTED_CHARS && code.split('\n').every((line) => line.length <= MAX_LINE_CHARS);
}
