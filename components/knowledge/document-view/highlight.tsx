import type { ElementContent, RootContent } from 'hast';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import nginx from 'highlight.js/lib/languages/nginx';
import powershell from 'highlight.js/lib/languages/powershell';
import { common, createLowlight } from 'lowlight';
import type { ReactNode } from 'react';
import { hcl } from './hcl';
import { staticList } from './static-list';

/** A longer block is shown plainly: colouring it would hold up the page. */
const MAX_HIGHLIGHTED_CHARS = 60_000;

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
  if (language === null || code.length > MAX_HIGHLIGHTED_CHARS) return code;
  const name = language.toLowerCase();
  return lowlight.registered(name) ? staticList(lowlight.highlight(name, code).children.map(render)) : code;
}
