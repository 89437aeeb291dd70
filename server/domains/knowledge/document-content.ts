import type { AttributeSpec, Schema } from '@tiptap/pm/model';
import { DOCUMENT_FRAGMENT, documentSchema } from './document.schema';
import { markNamed, putBackRules } from './put-back.rules';

type Check = (value: unknown) => boolean;

/** Values within which nothing nests: whatever writes them out calls itself for each level. */
const isPrimitive: Check = (value) => value === null || ['string', 'number', 'boolean'].includes(typeof value);
const isFlat: Check = (value) => isPrimitive(value) || (Array.isArray(value) && Array.from(value).every(isPrimitive));

/** @throws Error when the attribute is without a validator: any value at all would pass */
function checkOf(of: string, { validate }: AttributeSpec): Check {
  if (validate === undefined) throw new Error(`attribute without a validator: ${of}`);
  if (typeof validate === 'string') {
    const kinds = validate.split('|');
    return (value) => isFlat(value) && kinds.includes(kindOf(value));
  }
  return (value) => {
    if (!isFlat(value)) return false;
    try {
      validate(value);
      return true;
    } catch {
      return false;
    }
  };
}

/** As ProseMirror names kinds in the short form of `validate`. */
const kindOf = (value: unknown): string => (value === null ? 'null' : typeof value);

/** Of each attribute that a node has: its check by each kind of node that has it. */
function attributeChecks(schema: Schema): Map<string, Check[]> {
  const checks = new Map<string, Check[]>();
  for (const type of Object.values(schema.nodes)) {
    for (const [name, spec] of Object.entries(type.spec.attrs ?? {})) {
      checks.set(name, [...(checks.get(name) ?? []), checkOf(`${type.name} ${name}`, spec)]);
    }
  }
  return checks;
}

/** Of each mark by its name in a Y.Text: whether its value holds what the mark has, and no more. */
function markChecks(schema: Schema): (name: string, value: unknown) => boolean {
  const checks = new Map<string, Check>();
  for (const type of Object.values(schema.marks)) {
    const attributes = Object.entries(type.spec.attrs ?? {}).map(
      ([name, spec]) => [name, spec.default as unknown, checkOf(`${type.name} ${name}`, spec)] as const,
    );
    const known = new Set(attributes.map(([name]) => name));
    checks.set(type.name, (value) => {
      // Where a mark ends Yjs notes null.
      if (value === null) return true;
      if (typeof value !== 'object' || Array.isArray(value)) return false;
      const given = new Map<string, unknown>(Object.entries(value));
      return (
        [...given.keys()].every((name) => known.has(name)) &&
        attributes.every(([name, byDefault, check]) => check(given.has(name) ? given.get(name) : byDefault))
      );
    });
  }
  return (name, value) => checks.get(markNamed(name))?.(value) ?? false;
}

/**
 * What a document's schema knows, for the collaboration server: no update brings anything else into a document.
 * What it returns are `ContentRules`.
 * @throws Error when an attribute of the schema is without a validator
 */
export function documentContent(schema: Schema = documentSchema()) {
  const attributes = attributeChecks(schema);
  const inside = new Set(
    Object.keys(schema.nodes).filter((name) => name !== schema.topNodeType.name && name !== 'text'),
  );
  return {
    root: (name: string) => (name === DOCUMENT_FRAGMENT ? ('nodes' as const) : null),
    node: (name: string) => inside.has(name),
    mark: markChecks(schema),
    attribute: (name: string, value: unknown) => attributes.get(name)?.some((check) => check(value)) ?? false,
    ...putBackRules(schema),
  };
}
