import { joinBackward, splitBlock } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { linesOf, syncBegun, TURNS, twoWriters } from './writer.testing';

/** What Ana does, each by itself or as one step with what comes before it. */
const ACTS = 6;

test.each(Array.from({ length: 2 ** ACTS }, (_, at) => [at.toString(2).padStart(ACTS, '0')]))(
  'ED-T257 what is split, joined, turned and taken back beside a colleague reads the same for both: %s',
  async (apart) => {
    const { ana, noah, goTo, tell, take } = twoWriters(['Middle words here.']);
    await syncBegun();
    goTo(noah, 'words here', 'words'.length);
    goTo(ana, 'Middle', 'Mid'.length);
    const acts = [
      () => void ana.does(splitBlock),
      () => void ana.does(TURNS.heading as Command),
      () => void ana.does(joinBackward),
      () => noah.type(' more'),
      () => take('undo'),
      () => {
        take('undo');
        ana.does(TURNS.heading as Command);
      },
    ];
    for (const [at, act] of acts.entries()) {
      act();
      tell();
      if (apart[at] === '1') ana.steps.beginStep();
    }
    take('undo');
    expect(linesOf(noah)).toEqual(linesOf(ana));
    expect(linesOf(ana).join('')).toBe('Middle words more here.');
  },
);
