import { describe, expect, it } from 'vitest';
import { NO_CHOICES, type PlanChoices, parseChoices, sentChoices } from './plan-choices';

const choices: PlanChoices = {
  types: { 'a/one.md': 'tutorials', 'b.md': 'post_mortems' },
  skipped: ['b.md', 'c.md'],
  access: { ...NO_CHOICES.access, accessLevel: 'team', teamIds: [] },
};

describe('what was chosen for an import', () => {
  it('KN-IC1 comes back as it was, also what is not fit to be sent yet', () => {
    expect(parseChoices(JSON.stringify(sentChoices(choices)))).toEqual(choices);
  });

  it('KN-IC2 a file that stays out stays out, whatever kind it was given', () => {
    expect(sentChoices(choices).files).toEqual({
      'a/one.md': { contentType: 'tutorials' },
      'b.md': { contentType: 'post_mortems', skip: true },
      'c.md': { skip: true },
    });
  });

  it('KN-IC3 what is not ours is nothing', () => {
    const wrong = { access: { ...choices.access, accessLevel: 'all' }, files: {} };
    for (const text of [null, '', '{', '[]', 'null', JSON.stringify(wrong)]) expect(parseChoices(text)).toBeNull();
  });
});
