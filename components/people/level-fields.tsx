'use client';

import { ActionIcon, Button, Checkbox, Group, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';
import { ICON } from '@/components/ui/theme';
import classes from './people.module.css';

/** One level while it is edited; `row` tells rows apart that have no id yet. */
export type LevelDraft = { row: string; id?: string; key: string; name: string; senior: boolean };

type Act = 'up' | 'down' | 'remove';

/** A row that is moved or removed drops the focus: it follows the row, or goes to the one that stands there now. */
function useFocusAfterAct(levels: readonly LevelDraft[]) {
  const fields = useRef<HTMLFieldSetElement>(null);
  const wanted = useRef<{ row: string | undefined; act: Act } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is when the rows have changed that the focus is gone
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const { row, act } = wanted.current;
    wanted.current = null;
    const buttons = [...(fields.current?.querySelectorAll('button') ?? [])].filter((button) => !button.disabled);
    const ofRow = buttons.filter((button) => button.dataset.level === row);
    (ofRow.find((button) => button.dataset.act === act) ?? ofRow[0] ?? buttons.at(-1))?.focus();
  }, [levels]);
  return { fields, wanted };
}

/** The levels of a job role in order: renamed, marked as senior, moved, added and taken away. */
export function LevelFields({
  levels,
  onChange,
  isWrong = () => false,
}: {
  levels: readonly LevelDraft[];
  onChange: (levels: LevelDraft[]) => void;
  /** Whether the name of the row at this place is to be mended. The words stand below them all. */
  isWrong?: (at: number) => boolean;
}) {
  const added = useRef(0);
  const { fields, wanted } = useFocusAfterAct(levels);
  const set = (row: string, change: Partial<LevelDraft>) =>
    onChange(levels.map((level) => (level.row === row ? { ...level, ...change } : level)));
  const act = (index: number, act: Act) => {
    const next = [...levels];
    const [level] = next.splice(index, 1);
    if (level && act !== 'remove') next.splice(index + (act === 'up' ? -1 : 1), 0, level);
    wanted.current = { row: (act === 'remove' ? (next[index] ?? next.at(-1)) : level)?.row, act };
    onChange(next);
  };
  const add = () => {
    added.current += 1;
    onChange([...levels, { row: `new-${added.current}`, key: '', name: '', senior: levels.at(-1)?.senior ?? false }]);
  };
  return (
    <fieldset className={classes.fields} ref={fields}>
      <Text component="legend" size="sm" fw={550}>
        Levels, first level first
      </Text>
      <Text size="sm" c="dimmed">
        Holders of a senior level read confidential items, from the moment it is saved.
      </Text>
      {levels.map((level, index) => (
        <div key={level.row} className={classes.level}>
          <TextInput
            aria-label={`Name of level ${index + 1}`}
            value={level.name}
            error={isWrong(index)}
            onChange={(event) => set(level.row, { name: event.currentTarget.value })}
          />
          <Checkbox
            label="Senior"
            checked={level.senior}
            onChange={(event) => set(level.row, { senior: event.currentTarget.checked })}
          />
          <LevelActs level={level} index={index} count={levels.length} onAct={(one) => act(index, one)} />
        </div>
      ))}
      <Button variant="subtle" size="compact-sm" leftSection={<IconPlus {...ICON} />} onClick={add}>
        Add a level
      </Button>
    </fieldset>
  );
}

type ActsProps = { level: LevelDraft; index: number; count: number; onAct: (act: Act) => void };

function LevelActs({ level, index, count, onAct }: ActsProps) {
  const called = level.name || `level ${index + 1}`;
  const button = (act: Act) => ({ 'data-level': level.row, 'data-act': act, onClick: () => onAct(act) });
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon aria-label={`Move ${called} up`} disabled={index === 0} {...button('up')}>
        <IconArrowUp {...ICON} />
      </ActionIcon>
      <ActionIcon aria-label={`Move ${called} down`} disabled={index === count - 1} {...button('down')}>
        <IconArrowDown {...ICON} />
      </ActionIcon>
      <ActionIcon aria-label={`Remove ${called}`} {...button('remove')}>
        <IconX {...ICON} />
      </ActionIcon>
    </Group>
  );
}
