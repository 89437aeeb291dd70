import {
  type ItemNamed,
  MENTIONS_ASKED_MAX,
  type Named,
  type PersonNamed,
} from '@/server/domains/knowledge/mention.schema';
import type { AskNames } from './mention-door';

/** What is wanted within so long is asked for together. */
const GATHER_MS = 20;
/** Names that are older are asked for again when the person comes back to the tab. */
const STALE_AFTER_MS = 60_000;

type Kind = 'person' | 'item';

/** Null: there is none, or it may not be read. Undefined: not known yet. */
type Known<Thing> = Map<string, Thing | null>;

/**
 * The names and titles of what a text mentions, for whoever writes it: each asked for once, all that are new in one
 * question, and again when what one may read may have changed.
 */
export class MentionNames {
  private readonly people: Known<PersonNamed> = new Map();
  private readonly items: Known<ItemNamed> = new Map();
  private outside = new Set<string>();
  private readonly wanted: Record<Kind, Set<string>> = { person: new Set(), item: new Set() };
  /** Those whose answer is waited for. */
  private readonly asking = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private askedAt = 0;
  private version = 0;

  constructor(private readonly ask: AskNames) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Changes with every answer. */
  getVersion = (): number => this.version;

  person = (id: string): PersonNamed | null | undefined => this.people.get(id);
  item = (id: string): ItemNamed | null | undefined => this.items.get(id);
  /** Whether a person cannot open the text that is written. */
  isOutside = (id: string): boolean => this.outside.has(id);

  /** Asks for one that is not known. */
  want(kind: Kind, id: string): void {
    if ((kind === 'person' ? this.people : this.items).has(id)) return;
    this.wanted[kind].add(id);
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** The person or item, once it is known; null where there is none, and where nobody answers. */
  find(kind: Kind, id: string): Promise<PersonNamed | ItemNamed | null> {
    const known = kind === 'person' ? this.people : this.items;
    if (known.has(id)) return Promise.resolve(known.get(id) ?? null);
    this.want(kind, id);
    return new Promise((resolve) => {
      const stop = this.subscribe(() => {
        // What was heard may be of others.
        if (!known.has(id) && (this.wanted[kind].has(id) || this.asking.has(id))) return;
        stop();
        resolve(known.get(id) ?? null);
      });
    });
  }

  /** Takes what is known from elsewhere, for instance from the menu. */
  learn({ people = [], items = [], outside = [] }: Partial<Named> & { outside?: string[] }): void {
    for (const person of people) {
      this.people.set(person.id, person);
      this.outside.delete(person.id);
    }
    for (const item of items) this.items.set(item.id, item);
    for (const id of outside) this.outside.add(id);
    this.tell();
  }

  /** Asks again for everything: names, titles and what one may read may be others by now. */
  refresh = (): void => {
    for (const id of this.people.keys()) this.wanted.person.add(id);
    for (const id of this.items.keys()) this.wanted.item.add(id);
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  };

  /** The same, where the answers are old. */
  refreshIfOld = (now: number): void => {
    if (now - this.askedAt > STALE_AFTER_MS) this.refresh();
  };

  private async flush(): Promise<void> {
    this.timer = undefined;
    const personIds = [...this.wanted.person].slice(0, MENTIONS_ASKED_MAX);
    const itemIds = [...this.wanted.item].slice(0, MENTIONS_ASKED_MAX);
    if (personIds.length + itemIds.length === 0) return;
    for (const id of personIds) this.wanted.person.delete(id);
    for (const id of itemIds) this.wanted.item.delete(id);
    const ids = [...personIds, ...itemIds];
    for (const id of ids) this.asking.add(id);
    this.askedAt = Date.now();
    try {
      const { people, items, outside } = await this.ask({ personIds, itemIds }).finally(() => {
        for (const id of ids) this.asking.delete(id);
      });
      for (const id of personIds) this.people.set(id, null);
      for (const id of itemIds) this.items.set(id, null);
      this.learn({ people, items, outside });
    } catch {
      // Without a connection they stay as they were; whoever comes back to the tab asks again.
      this.askedAt = 0;
      this.tell();
    }
    await this.flush();
  }

  private tell(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}
