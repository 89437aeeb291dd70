'use client';

import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { editorKeyHints } from '@/components/editor/key-hints';
import { type KeyHint, keysInWords } from '@/components/ui/keys';
import { PlainKeysSwitch } from '@/components/ui/plain-keys-switch';
import type { Viewer } from '@/components/ui/viewer';
import classes from './keys-dialog.module.css';
import { allEntriesFor } from './navigation';

const EVERYWHERE: readonly KeyHint[] = [
  { keys: ['C'], does: 'Create an item' },
  { keys: ['/'], does: 'Search this page' },
  { keys: ['Esc'], does: 'Out of a field; then one step up the path above the title' },
  { keys: ['['], does: 'Show or hide the bar' },
  { keys: ['?'], does: 'These keys' },
];

const LISTS: readonly KeyHint[] = [
  { keys: ['J'], does: 'Next row' },
  { keys: ['K'], does: 'Row before' },
  { keys: ['Enter'], does: 'Open the row' },
  { keys: ['X'], does: 'Select the row' },
];

/** What `?` shows. */
export function KeysDialog({ opened, onClose, viewer }: { opened: boolean; onClose: () => void; viewer: Viewer }) {
  const jumps = allEntriesFor(viewer).flatMap((entry): KeyHint[] =>
    entry.key ? [{ keys: ['G', entry.key.toUpperCase()], inTurn: true, does: entry.label }] : [],
  );
  const withMod: KeyHint[] = [
    { keys: keysInWords('Mod-K').split(' '), does: 'Find or do anything' },
    { keys: keysInWords('Mod-Z').split(' '), does: 'Undo the newest that offers it' },
  ];
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="lg">
      <div className={classes.columns}>
        <Hints title="Everywhere" hints={[...withMod, ...EVERYWHERE]} />
        <Hints title="Go to" hints={jumps} />
        <Hints title="In a list" hints={LISTS} />
        <Hints title="While writing" hints={editorKeyHints()} />
      </div>
      <PlainKeysSwitch />
    </Modal>
  );
}

function Hints({ title, hints }: { title: string; hints: readonly KeyHint[] }) {
  return (
    <section>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.hints}>
        {hints.map((hint) => (
          <div key={hint.does}>
            <dt>
              {hint.keys.map((key, index) => (
                <Fragment key={key}>
                  {index > 0 ? <span className={classes.then}>{hint.inTurn ? 'then' : ' '}</span> : null}
                  <Kbd>{key}</Kbd>
                </Fragment>
              ))}
            </dt>
            <dd>{hint.does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
