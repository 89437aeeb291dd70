import type { SuggestionKeyDownProps, SuggestionProps } from '@tiptap/suggestion';
import { steppedRound } from '@/components/ui/list-step';
import { idOf, type MentionChoice } from './mention-door';

/** What the menu of mentions shows. `choices` are those of the last answer while another is waited for. */
export type MentionMenu = {
  query: string;
  choices: readonly MentionChoice[];
  active: number;
  loading: boolean;
  failed: boolean;
  mount: SuggestionProps['mount'];
};

type Props = SuggestionProps<MentionChoice, MentionChoice>;

/** The menu at the caret, between the plugin that notices the at-sign and the component that shows it. */
export class MentionMenuState {
  private menu: MentionMenu | null = null;
  private command: Props['command'] = () => undefined;
  /** Whether what is chosen was walked to, and is not just the first. */
  private hasWalked = false;
  private readonly listeners = new Set<() => void>();
  /** Whether the last question was not answered. */
  failed = false;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get = (): MentionMenu | null => this.menu;

  /** Takes what the plugin says. The first is chosen; whoever has walked to another stays with it while it is offered. */
  show = (props: Props): void => {
    const before = this.menu;
    const choices = props.loading ? (before?.choices ?? []) : props.items;
    const own = before && this.hasWalked ? before.choices[before.active] : undefined;
    const kept = own ? choices.findIndex((one) => idOf(one) === idOf(own)) : -1;
    this.hasWalked = kept >= 0;
    const { query, loading, mount } = props;
    this.command = props.command;
    this.set({ query, loading, mount, choices, active: Math.max(kept, 0), failed: !loading && this.failed });
  };

  hide = (): void => {
    this.hasWalked = false;
    this.set(null);
  };

  /** Whether a key chooses of what is not known yet: the answer to what is typed has still to come. */
  isEarly = (event: KeyboardEvent): boolean => {
    const { menu } = this;
    if (!menu?.loading || event.isComposing || event.shiftKey) return false;
    return isChoosing(event) && isName(menu.query);
  };

  /** Whether the menu takes a key: the arrows walk, Enter and Tab choose. What answers nothing takes none. */
  onKeyDown = ({ event }: SuggestionKeyDownProps): boolean => {
    const { menu } = this;
    if (!menu || event.isComposing) return false;
    const chooses = isChoosing(event);
    const count = menu.choices.length;
    if (count === 0 || menu.loading) return false;
    const next = steppedRound(event.key, menu.active, count);
    if (next !== null) this.walkTo(next);
    else if (chooses) this.choose(menu.active);
    return next !== null || chooses;
  };

  walkTo = (active: number): void => {
    this.hasWalked = true;
    if (this.menu && this.menu.active !== active) this.set({ ...this.menu, active });
  };

  choose = (index: number): void => {
    const choice = this.menu?.choices[index];
    if (choice) this.command(choice);
  };

  private set(menu: MentionMenu | null): void {
    this.menu = menu;
    for (const listener of this.listeners) listener();
  }
}

const isChoosing = ({ key }: KeyboardEvent): boolean => key === 'Enter' || key === 'Tab';

/** With more words than a name has, nobody waits: the at-sign may just stand in a sentence. */
const isName = (query: string): boolean => query.trim().split(/\s+/).length <= 2;
