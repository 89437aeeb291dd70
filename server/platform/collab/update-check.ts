import * as Y from 'yjs';
import { type ContentRules, checkContent, refuse } from './update-contents';
import type { Decoded, Struct } from './update-encode.rules';

/** Whose each Yjs client is, as far as it is known. */
export type Authors = { get(client: number): string | undefined };

/**
 * What holds an item: a text, the root or a node with its nodes, one attribute of a node; or it is gone with what held
 * it. `depth` counts the nodes around it.
 */
type Holder =
  | { kind: 'text' | 'root' | 'nodes'; depth: number }
  | { kind: 'attribute'; name: string }
  | { kind: 'gone' };
/** The new structs of one client, in the order of their clocks. `next` and `checked`: up to where they are checked. */
type Section = {
  client: number;
  structs: Struct[];
  start: number;
  end: number;
  next: number;
  checked: number;
};

/** More than any page has; whatever walks a document calls itself for each level. */
const NODE_DEPTH_MAX = 100;
const GONE: Holder = { kind: 'gone' };

/** The sections of an update. Nearly all have one: no more is made for those than is needed. */
class Sections {
  readonly all: Section[] = [];
  private byClient: Map<number, Section> | null = null;

  find(client: number): Section | undefined {
    if (this.byClient) return this.byClient.get(client);
    return this.all[0]?.client === client ? this.all[0] : undefined;
  }

  add(section: Section): void {
    this.all.push(section);
    if (this.byClient) this.byClient.set(section.client, section);
    else if (this.all.length > 1) this.byClient = new Map(this.all.map((one) => [one.client, one]));
  }

  get isOneStruct(): boolean {
    return this.all.length === 1 && this.all[0]?.structs.length === 1;
  }
}

/** What of each client the document lacks. @throws UpdateRefused when it begins behind what the document has */
function sectionsOf(doc: Y.Doc, structs: readonly Struct[]): Sections {
  const sections = new Sections();
  for (const struct of structs) {
    const { client, clock } = struct.id;
    let section = sections.find(client);
    if (!section) {
      const start = Y.getState(doc.store, client);
      if (clock > start) refuse('gap', 'a struct before it is missing');
      section = { client, structs: [], start, end: clock, next: 0, checked: start };
      sections.add(section);
    }
    if (struct instanceof Y.Skip || clock !== section.end) refuse('gap', 'a struct between is missing');
    if (struct.length <= 0 || !Number.isSafeInteger(clock + struct.length)) refuse('malformed', 'a length');
    section.end = clock + struct.length;
    if (section.end > section.start) section.structs.push(struct);
  }
  return sections;
}

/** Checks one update against the document that it is for, item by item in the order of their causes. */
class Check {
  private readonly doc: Y.Doc;
  private readonly rules: ContentRules;
  private readonly sections: Sections;
  /** Where one struct after the other is put; null for a single one. */
  private readonly holders: Map<Struct, Holder> | null;

  constructor(doc: Y.Doc, rules: ContentRules, sections: Sections) {
    this.doc = doc;
    this.rules = rules;
    this.sections = sections;
    this.holders = sections.isOneStruct ? null : new Map();
  }

  /** Goes on with whichever client's next struct has all it refers to; Yjs itself would wait for ever for the rest. */
  run(): void {
    for (let left = true; left; ) {
      left = false;
      let moved = false;
      for (const section of this.sections.all) {
        for (let struct = section.structs[section.next]; struct; struct = section.structs[section.next]) {
          if (!this.isReady(struct)) break;
          this.take(struct, section);
          moved = true;
        }
        left ||= section.next < section.structs.length;
      }
      if (left && !moved) refuse('gap', 'it refers to what is not there');
    }
  }

  private known(client: number): number {
    return this.sections.find(client)?.checked ?? Y.getState(this.doc.store, client);
  }

  private has(id: Y.ID | null, of: Struct): boolean {
    if (id === null) return true;
    // Yjs itself fails on a struct that refers to itself or to a later one of the same client.
    if (id.client === of.id.client && id.clock >= of.id.clock) return refuse('malformed', 'it refers to itself');
    return id.clock < this.known(id.client);
  }

  private isReady(struct: Struct): boolean {
    if (!(struct instanceof Y.Item)) return true;
    const parent: unknown = struct.parent;
    return (
      this.has(struct.origin, struct) &&
      this.has(struct.rightOrigin, struct) &&
      (!(parent instanceof Y.ID) || this.has(parent, struct))
    );
  }

  private take(struct: Struct, section: Section): void {
    if (struct instanceof Y.Item) {
      const holder = this.holderOf(struct);
      this.holders?.set(struct, holder);
      this.checkContent(struct.content, holder);
    }
    section.next += 1;
    section.checked = Math.max(section.checked, struct.id.clock + struct.length);
  }

  /** Where Yjs will put it: beside what it was typed after or before, otherwise into the parent it names. */
  private holderOf(item: Y.Item): Holder {
    const parent: unknown = item.parent;
    if (typeof parent === 'string') return this.inRoot(parent, item.parentSub);
    if (parent instanceof Y.ID) return this.inNode(this.find(parent), item.parentSub);
    const left = item.origin && this.holderOfStruct(this.find(item.origin));
    const right = item.rightOrigin && this.holderOfStruct(this.find(item.rightOrigin));
    if (left?.kind === 'gone' || right?.kind === 'gone') return GONE;
    return left ?? right ?? refuse('malformed', 'an item without a place');
  }

  private inRoot(name: string, attribute: string | null): Holder {
    const holds = attribute === null ? this.rules.root(name) : null;
    if (holds === null) return refuse('notAllowed', `root ${name}`);
    return { kind: holds === 'text' ? 'text' : 'root', depth: 0 };
  }

  private inNode(node: Struct, attribute: string | null): Holder {
    // With the node its attributes and everything in it goes.
    if (!(node instanceof Y.Item) || node.content instanceof Y.ContentDeleted) return GONE;
    const type = node.content instanceof Y.ContentType ? node.content.type : null;
    const isNode = type instanceof Y.XmlElement;
    if (!isNode && !(type instanceof Y.XmlText)) return refuse('malformed', 'a parent that holds nothing');
    if (attribute !== null) {
      return isNode ? { kind: 'attribute', name: attribute } : refuse('notAllowed', 'an attribute of a text');
    }
    const around = this.holderOfStruct(node);
    if (!('depth' in around)) return GONE;
    return { kind: isNode ? 'nodes' : 'text', depth: around.depth + 1 };
  }

  private holderOfStruct(struct: Struct): Holder {
    if (!(struct instanceof Y.Item)) return GONE;
    const known = this.holders?.get(struct);
    if (known) return known;
    // Not of this update, so that Yjs has put it where it belongs.
    const parent: unknown = struct.parent;
    if (!(parent instanceof Y.AbstractType)) return GONE;
    if (struct.parentSub !== null) return { kind: 'attribute', name: struct.parentSub };
    const holder =
      parent._item === null ? this.inRoot(Y.findRootTypeKey(parent), null) : this.inNode(parent._item as Struct, null);
    this.holders?.set(struct, holder);
    return holder;
  }

  /** The struct of this id: of the update itself where it is new, otherwise of the document. */
  private find(id: Y.ID): Struct {
    const known = this.doc.store.clients.get(id.client);
    if (known && id.clock < Y.getState(this.doc.store, id.client))
      return known[Y.findIndexSS(known, id.clock)] as Struct;
    const own = this.sections.find(id.client)?.structs ?? [];
    return own[Y.findIndexSS(own as (Y.Item | Y.GC)[], id.clock)] as Struct;
  }

  private checkContent(content: Y.Item['content'], holder: Holder): void {
    // What is gone with its node nobody reads.
    if (content instanceof Y.ContentDeleted || holder.kind === 'gone') return;
    if (content instanceof Y.ContentString) {
      if (holder.kind !== 'text') refuse('notAllowed', 'text outside of a text');
    } else if (content instanceof Y.ContentFormat) {
      if (holder.kind !== 'text') refuse('notAllowed', 'a mark outside of a text');
    } else if (content instanceof Y.ContentType) {
      this.checkPlace(content.type, holder);
    } else if (content instanceof Y.ContentAny) {
      if (holder.kind !== 'attribute') refuse('notAllowed', 'a value outside of a node');
    }
    checkContent(content, holder.kind === 'attribute' ? holder.name : null, this.rules);
  }

  private checkPlace(type: Y.AbstractType<unknown>, holder: Holder): void {
    const holdsNodes = holder.kind === 'nodes' || holder.kind === 'root';
    const depth = holdsNodes ? holder.depth : refuse('notAllowed', 'a node outside of a node');
    if (depth > NODE_DEPTH_MAX) refuse('notAllowed', 'nodes in nodes without end');
    if (type.constructor === Y.XmlText && holder.kind === 'root') refuse('notAllowed', 'a text outside of a node');
  }
}

function checkDeletes(doc: Y.Doc, sections: Sections, deletes: Decoded['ds']): void {
  for (const [client, ranges] of deletes.clients) {
    const end = Math.max(Y.getState(doc.store, client), sections.find(client)?.end ?? 0);
    for (const { clock, len } of ranges) {
      if (len <= 0 || clock + len > end) refuse('gap', 'it deletes what is not there');
    }
  }
}

/**
 * Decides whether a person may add an update to a document, before it is applied. One that passes leaves nothing
 * pending, cannot make Yjs fail, and holds only what the rules allow.
 * @param doc the document as everybody has it
 * @param authors whose each client is, so far
 * @param personId null where nobody is asked who writes
 * @returns the clients whose new work it carries
 * @throws UpdateRefused with the reason
 */
export function checkUpdate(
  doc: Y.Doc,
  update: Decoded,
  { rules, authors, personId }: { rules: ContentRules; authors: Authors; personId: string | null },
): number[] {
  const sections = sectionsOf(doc, update.structs);
  const clients: number[] = [];
  for (const { client, structs } of sections.all) {
    if (structs.length === 0) continue;
    clients.push(client);
    if ((authors.get(client) ?? personId) !== personId) refuse('notTheirs', 'the client of another person');
  }
  new Check(doc, rules, sections).run();
  checkDeletes(doc, sections, update.ds);
  return clients;
}
