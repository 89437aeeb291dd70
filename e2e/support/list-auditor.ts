import { type ActorKind, ITEM_KINDS, type ItemKind, titleOf } from '@/prisma/seed/small-world';
import type { Ledger } from './ledger';

/** Compares what a list, a page or a file holds for one person with what it owes them. */
export class ListAuditor {
  constructor(
    private readonly ledger: Ledger,
    readonly actor: ActorKind,
    private readonly items: Record<ItemKind, string>,
  ) {}

  ids(door: string, found: readonly string[], wanted: readonly string[]): void {
    const at = { actor: this.actor, item: 'all', door };
    const says = () => `found ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`;
    this.ledger.check(at, JSON.stringify([...found].sort()) === JSON.stringify([...wanted].sort()), says);
  }

  /** Titles and texts of these kinds are in it, and of the others are not. */
  shows(door: string, text: string, wanted: readonly ItemKind[], among: readonly ItemKind[] = ITEM_KINDS): void {
    this.holds(door, text, wanted, among, titleOf);
    this.holds(door, text, wanted, among, (kind) => this.items[kind]);
  }

  holds(
    door: string,
    text: string,
    wanted: readonly ItemKind[],
    among: readonly ItemKind[],
    words: (kind: ItemKind) => string,
  ): void {
    for (const item of among) {
      const at = { actor: this.actor, item, door };
      const owed = wanted.includes(item);
      this.ledger.check(at, text.includes(words(item)) === owed, owed ? 'is missing' : 'is there');
    }
  }

  fine(door: string, isSo: boolean, says: string): void {
    this.ledger.check({ actor: this.actor, item: 'all', door }, isSo, says);
  }
}
