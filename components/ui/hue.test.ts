import { describe, expect, it } from 'vitest';
import { caretColor, hueOf } from '@/server/platform/collab/hue.rules';
import { PALETTE } from './palette';

const people = Array.from({ length: 200 }, (_, index) => `person-${index}`);

describe('hues of people', () => {
  it('CO-H1 many people share all hues', () => {
    expect(new Set(people.map(hueOf)).size).toBe(8);
  });

  it('CO-H2 a caret has the shade of the palette that carries white letters', () => {
    for (const person of people) expect(caretColor(person)).toBe(PALETTE[hueOf(person)][7]);
  });
});
