import type { Schema } from '@tiptap/pm/model';
import { DOCUMENT_FRAGMENT, documentSchema } from './document.schema';

/** How Yjs names a mark of which a text may have several: with a digest behind its name. */
const MARK_OF_SEVERAL = /^(.*)--[a-zA-Z0-9+/=]{8}$/;

function holds(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

function markAllowed(schema: Schema, name: string, value: unknown): boolean {
  const type = schema.marks[MARK_OF_SEVERAL.exec(name)?.[1] ?? name];
  if (!type) return false;
  // Where a mark ends Yjs notes null.
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  return holds(() => schema.text('x', [type.create(value as Record<string, unknown>)]).check());
}

/** Of each attribute that a node has: its check by each kind of node that has it. */
function attributeChecks(schema: Schema): Map<string, ((value: unknown) => boolean)[]> {
  const checks = new Map<string, ((value: unknown) => boolean)[]>();
  for (const type of Object.values(schema.nodes)) {
    for (const [name, { validate }] of Object.entries(type.spec.attrs ?? {})) {
      const check =
        typeof validate === 'function'
          ? (value: unknown) => holds(() => validate(value))
          : (value: unknown) => validate === undefined || validate.split('|').includes(kindOf(value));
      checks.set(name, [...(checks.get(name) ?? []), check]);
    }
  }
  return checks;
}

/** As ProseMirror names kinds in the short form of `validate`. */
const kindOf = (value: unknown): string => (value === null ? 'null' : typeof value);

/**
 * What the document's schema knows, for the collaboration server: no update brings anything else into a document.
 * `root`, `node`, `mark` and `attribute` are those of `ContentRules`.
 */
export function documentContent() {
  const schema = documentSchema();
  const attributes = attributeChecks(schema);
  const inside = new Set(
    Object.keys(schema.nodes).filter((name) => name !== schema.topNodeType.name && name !== 'text'),
  );
  return {
    root: (name: string) => (name === DOCUMENT_FRAGMENT ? ('nodes' as const) : null),
    node: (name: string) => inside.has(name),
    mark: (name: string, value: unknown) => markAllowed(schema, name, value),
    attribute: (name: string, value: unknown) => attributes.get(name)?.some((check) => check(value)) ?? false,
  };
}
