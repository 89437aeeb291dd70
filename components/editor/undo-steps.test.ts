import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { asOneUndoStep } from './undo-steps';
import { Typist } from './writer.testing';

test('CO-E80 two long pastes at once are one step, and what is written after both is taken back in steps as before', () => {
  const ana = new Typist(new Y.Doc());
  const { captureTimeout } = ana.steps;
  const [endFirst, endSecond] = [asOneUndoStep(ana), asOneUndoStep(ana)];
  endFirst();
  expect(ana.steps.captureTimeout).toBe(Number.POSITIVE_INFINITY);
  endSecond();
  expect(ana.steps.captureTimeout).toBe(captureTimeout);
});
