import { expect, test } from 'vitest';
import { run } from './import';
import type { Io } from './io';

const io: Io = { out: () => undefined, err: () => undefined, cwd: '/', interactive: false };

test.each([
  [['--email', 'a@b.example'], 'Say which folder.'],
  [['nowhere', '--email', 'a@b.example'], 'There is no folder /nowhere.'],
  [['etc/hostname', '--email', 'a@b.example'], 'There is no folder /etc/hostname.'],
  [['etc'], 'Say who imports'],
  [['etc', '--email', 'a@b.example', '--access', 'team'], 'Say who may read'],
  [['etc', '--email', 'a@b.example', '--source', ' / '], 'Say in a few words what the source is called'],
])('`import %s` says in one sentence what is missing', async (args, words) => {
  await expect(run(args, io)).rejects.toThrow(words);
});
