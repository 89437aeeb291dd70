'use client';

import { IconSearch } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { ICON } from '@/components/ui/theme';
import { SEARCH_QUERY_CHARACTERS_MAX } from '@/server/domains/knowledge/limits.schema';
import classes from './command-menu.module.css';

/** The browser neither completes nor corrects what is looked for. */
const AS_TYPED = { autoComplete: 'off', autoCorrect: 'off', spellCheck: false };

type Props = Omit<ComponentProps<'input'>, 'onChange'> & {
  value: string;
  /** The id of what answers, once it stands there. */
  list?: string;
  onText: (text: string) => void;
};

/** The field of ⌘K. It stands there from the first moment, so that nothing typed is lost while the answers' code comes. */
export function CommandField({ list, onText, ...input }: Props) {
  return (
    <div className={classes.field}>
      <IconSearch {...ICON} />
      <input
        data-autofocus
        type="text"
        role="combobox"
        aria-expanded={list !== undefined}
        aria-controls={list}
        aria-label="Find or do anything"
        aria-haspopup="listbox"
        aria-autocomplete="list"
        {...AS_TYPED}
        maxLength={SEARCH_QUERY_CHARACTERS_MAX}
        placeholder="Find an item, a person, a page, or do something"
        onChange={(event) => onText(event.currentTarget.value)}
        {...input}
      />
    </div>
  );
}
