import * as Y from 'yjs';
import type { CloseReason } from './protocol.schema';
import type { PutBackRules } from './put-back.rules';
import type { Decoded } from './update-encode.rules';

/**
 * What may stand in a document, as far as one change can show it: names and values. How they may stand in one another
 * is for the schema, which drops what does not fit wherever a document is read.
 */
export type ContentRules = PutBackRules & {
  /** What the root type of this name holds; null where a document has no such root. */
  root: (name: string) => 'nodes' | 'text' | null;
  /** Whether there is a node of this name. */
  node: (name: string) => boolean;
  /** Whether a mark of this name may have this value; null ends the mark. */
  mark: (name: string, value: unknown) => boolean;
  /** Whether some node may have this attribute with this value. */
  attribute: (name: string, value: unknown) => boolean;
};

/**
 * Why an update is not taken.
 * - malformed: not an update, or one that would harm whoever applies it
 * - gap: it builds on what the document does not have
 * - notTheirs: it carries on the work of another person's Yjs client
 * - notAllowed: it holds what the schema does not know
 */
export type UpdateFault = 'malformed' | 'gap' | 'notTheirs' | 'notAllowed';

/** How whoever sent it is closed: like the close codes, which limit or rule it was. */
export const CLOSED_AS: Record<UpdateFault, CloseReason> = {
  malformed: 'malformed',
  gap: 'malformed',
  notTheirs: 'notTheirs',
  notAllowed: 'notAllowed',
};

/** Thrown for an update that is not taken. */
export class UpdateRefused extends Error {
  readonly fault: UpdateFault;
  constructor(fault: UpdateFault, what: string) {
    super(what);
    this.fault = fault;
  }
}

/** @throws UpdateRefused */
export const refuse = (fault: UpdateFault, what: string): never => {
  throw new UpdateRefused(fault, what);
};

/** The same as Y.decodeUpdate. @throws UpdateRefused when the bytes are not an update, to their end */
export function decodeUpdate(bytes: Uint8Array): Decoded {
  try {
    return Y.decodeUpdate(bytes);
  } catch (error) {
    throw new UpdateRefused('malformed', error instanceof Error ? error.message : 'not an update');
  }
}

/**
 * Checks what something in an update is, whatever it stands in: names and values.
 * @param attribute of which it is the value; null where only the document tells, or where it is none
 * @throws UpdateRefused
 */
export function checkContent(content: Y.Item['content'], attribute: string | null, rules: ContentRules): void {
  // What is deleted already shows nothing.
  if (content instanceof Y.ContentDeleted || content instanceof Y.ContentString) return;
  if (content instanceof Y.ContentFormat) {
    if (!rules.mark(content.key, content.value)) refuse('notAllowed', `mark ${content.key}`);
  } else if (content instanceof Y.ContentAny) {
    if (attribute !== null && !content.arr.every((value) => rules.attribute(attribute, value)))
      refuse('notAllowed', `attribute ${attribute}`);
  } else if (content instanceof Y.ContentType) {
    const { type } = content;
    if (type.constructor === Y.XmlText) return;
    const name = type.constructor === Y.XmlElement ? (type as Y.XmlElement).nodeName : null;
    if (name === null || !rules.node(name)) refuse('notAllowed', `node ${name}`);
  } else {
    refuse('notAllowed', content.constructor.name);
  }
}

/** Checks all that an update brings, without the document that it is for. @throws UpdateRefused */
export function checkContents({ structs }: Decoded, rules: ContentRules): void {
  for (const struct of structs) {
    if (struct instanceof Y.Item) checkContent(struct.content, struct.parentSub, rules);
  }
}
