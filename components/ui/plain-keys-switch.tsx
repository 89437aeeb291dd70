'use client';

import { Switch } from '@mantine/core';
import { setPlainKeys, usePlainKeys } from './plain-keys';

/** The one switch of keys that are a letter or a sign alone, wherever it is shown. */
export function PlainKeysSwitch() {
  const on = usePlainKeys();
  return (
    <Switch
      label="Keys of one letter or sign"
      description="Such as C and J. Off, only Esc and keys with Ctrl or ⌘ do anything. Kept in this browser."
      checked={on}
      onChange={(event) => setPlainKeys(event.currentTarget.checked)}
    />
  );
}
