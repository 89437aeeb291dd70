import { expect, test } from 'vitest';
import { spanForBar } from './bar-place';

const ROOM = { top: 128, bottom: 900 };

test.each([
  ['its end is in the window', { top: -900, bottom: 600 }, { top: 300, bottom: 320 }, { top: -900, bottom: 600 }],
  ['its beginning is', { top: 300, bottom: 2_000 }, { top: 400, bottom: 420 }, { top: 300, bottom: 2_000 }],
  ['neither is: at the foot', { top: -900, bottom: 2_000 }, { top: 400, bottom: 420 }, { top: -900, bottom: 850 }],
  [
    'the caret is there: at the head',
    { top: -900, bottom: 2_000 },
    { top: 860, bottom: 880 },
    { top: -900, bottom: 128 },
  ],
  [
    'the caret is out of sight',
    { top: -900, bottom: 2_000 },
    { top: 1_400, bottom: 1_420 },
    { top: -900, bottom: 850 },
  ],
  ['there is no room for the bar', { top: 150, bottom: 880 }, { top: 400, bottom: 420 }, { top: 128, bottom: 850 }],
])('ED-T275 the bar of a table stands within the window where %s', (_what, table, caret, span) => {
  expect(spanForBar(table, caret, ROOM)).toEqual(span);
});
