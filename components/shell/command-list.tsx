'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type MouseEvent, useId, useRef, useState } from 'react';
import { steppedRound, useChosenInSight, whenMoved } from '@/components/ui/list-step';
import { Segments } from '@/components/ui/segments';
import { mayLeave } from '@/components/ui/stay-here';
import { ICON } from '@/components/ui/theme';
import type { Viewer } from '@/components/ui/viewer';
import { CommandField } from './command-field';
import classes from './command-menu.module.css';
import { type Command, labelSegments, SEARCH_EVERYTHING, type Section, type ShellActs } from './commands';
import { recentList } from './recent';
import { useSections } from './use-sections';

const TYPING_PAUSE_MS = 120;

export type CommandListProps = {
  viewer: Viewer;
  text: string;
  onText: (text: string) => void;
  onClose: () => void;
  acts: ShellActs;
};

/** The field of ⌘K and what answers it: a combobox whose list is always open. The field keeps the focus. */
export function CommandList({ viewer, text, onText, onClose, acts }: CommandListProps) {
  const router = useRouter();
  const id = useId();
  const [asked] = useDebouncedValue(text.trim(), TYPING_PAUSE_MS);
  const { sections, searching, failed } = useSections({ viewer, text: text.trim(), asked, acts });
  const flat = sections.flatMap((section) => section.commands);
  // By identity, so that answers that arrive later do not move the choice away from under the finger.
  const [chosen, setChosen] = useState<string | null>(null);
  const active = indexOf(flat, chosen);
  const optionId = (index: number) => `${id}-option-${index}`;

  const run = (command: Command, newTab = false) => {
    onClose();
    if (!('href' in command)) return command.run();
    keep(viewer.id, command);
    if (newTab) window.open(command.href, '_blank', 'noopener');
    else if (mayLeave()) router.push(command.href);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || flat.length === 0) return;
    const command = flat[active];
    const next = stepped(event.key, active, flat.length);
    if (event.key === 'Enter' && command) run(command, event.metaKey || event.ctrlKey);
    else if (next !== null) setChosen(flat[next]?.id ?? null);
    else return;
    event.preventDefault();
  };

  return (
    <div>
      <CommandField
        // Takes over from the field that stood here while this code came.
        autoFocus
        value={text}
        onText={(typed) => {
          onText(typed);
          setChosen(null);
        }}
        list={`${id}-list`}
        aria-activedescendant={flat.length > 0 ? optionId(active) : undefined}
        onKeyDown={onKeyDown}
      />
      <Options
        id={id}
        sections={sections}
        active={flat[active]}
        optionId={optionId}
        text={text}
        onChoose={setChosen}
        onRun={run}
      />
      <p className={classes.status} role="status">
        {failed && !searching
          ? 'Items and people could not be searched. Try again in a minute.'
          : statusWords(searching, text.trim(), flat)}
      </p>
    </div>
  );
}

/** Where the chosen one stands now; the first when there is none. */
function indexOf(commands: readonly Command[], id: string | null): number {
  return Math.max(
    0,
    commands.findIndex((command) => command.id === id),
  );
}

/** Pages, items and people are offered again; acts are not. */
function keep(personId: string, { id, label, href, kind }: Command & { href: string }): void {
  if (kind !== 'act') recentList.keep(personId, { id, label, href, kind });
}

const PAGE_ROWS = 5;

/** Where a key leads in the list: arrows go round, pages stop at the ends. Null: the key is no step. */
function stepped(key: string, from: number, count: number): number | null {
  if (key === 'PageDown') return Math.min(from + PAGE_ROWS, count - 1);
  if (key === 'PageUp') return Math.max(from - PAGE_ROWS, 0);
  return steppedRound(key, from, count);
}

/** Searching everything is offered with every text, and is no answer to it. */
function statusWords(searching: boolean, text: string, flat: readonly Command[]): string {
  if (searching) return 'Searching';
  if (text === '') return '';
  const count = flat.filter((command) => command.id !== SEARCH_EVERYTHING).length;
  if (count === 0) return 'Nothing answers this.';
  return count === 1 ? '1 answer' : `${count} answers`;
}

type OptionsProps = {
  id: string;
  sections: readonly Section[];
  active: Command | undefined;
  optionId: (index: number) => string;
  text: string;
  onChoose: (id: string) => void;
  onRun: (command: Command, newTab?: boolean) => void;
};

function Options({ id, sections, active, optionId, text, onChoose, onRun }: OptionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useChosenInSight(list, active?.id);
  let index = -1;
  return (
    <div ref={list} id={`${id}-list`} role="listbox" aria-label="Answers" className={classes.list}>
      {sections.map((section) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options, for which there is no element
        <div key={section.label} role="group" aria-labelledby={`${id}-${section.label}`}>
          <div id={`${id}-${section.label}`} className={classes.label}>
            {section.label}
          </div>
          {section.commands.map((command) => {
            index += 1;
            const Icon = command.icon;
            return (
              // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
              <div
                key={command.id}
                id={optionId(index)}
                role="option"
                aria-selected={command === active}
                className={classes.option}
                onMouseMove={whenMoved(() => onChoose(command.id))}
                onMouseDown={(event: MouseEvent) => event.preventDefault()}
                onClick={(event: MouseEvent) => onRun(command, event.metaKey || event.ctrlKey)}
              >
                {Icon ? <Icon {...ICON} /> : null}
                <span className={classes.words}>
                  <Segments segments={command.segments ?? labelSegments(command.label, text)} />
                </span>
                {command.hint ? <span className={classes.hint}>{command.hint}</span> : null}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
