import { describe, expect, it } from 'vitest';
import type { Actor, ActorDoor } from './actor';
import { abilities, authorize, definePolicy } from './policy';

const policy = definePolicy<{ owner: string; open: boolean }>()({
  read: (actor, facts) => facts.open || actor.personId === facts.owner,
  rename: (actor, facts) => actor.personId === facts.owner,
});

const actor = (personId: string, door: ActorDoor = { kind: 'session', sessionId: 's' }): Actor => ({
  personId,
  name: personId,
  timeZone: 'UTC',
  accessRole: 'member',
  jobRoleId: null,
  senior: false,
  teamIds: [],
  reportIds: [],
  door,
});

describe('policy', () => {
  it('AC-P1 whoever may not read gets not_found, for any ability', () => {
    const closed = { owner: 'ana', open: false };
    expect(() => authorize(policy, 'read', actor('noah'), closed)).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    );
    expect(() => authorize(policy, 'rename', actor('noah'), closed)).toThrow(
      expect.objectContaining({ code: 'not_found', reason: 'no_such_thing' }),
    );
  });

  it('AC-P2 a reader who may not do it gets forbidden with the ability', () => {
    expect(() => authorize(policy, 'rename', actor('noah'), { owner: 'ana', open: true })).toThrow(
      expect.objectContaining({ code: 'forbidden', params: { ability: 'rename' } }),
    );
  });

  it('AC-P3 a read token writes nothing, whoever holds it', () => {
    const token = actor('ana', { kind: 'token', tokenId: 't', scopes: ['read'] });
    const own = { owner: 'ana', open: false };
    expect(() => authorize(policy, 'read', token, own)).not.toThrow();
    expect(() => authorize(policy, 'rename', token, own)).toThrow(expect.objectContaining({ reason: 'token_scope' }));
    expect(abilities(policy, token, own)).toEqual({ read: true, rename: false });
  });

  it('AC-P4 a write token reads too, a token without scopes nothing', () => {
    const own = { owner: 'ana', open: false };
    const writer = actor('ana', { kind: 'token', tokenId: 't', scopes: ['write'] });
    expect(() => authorize(policy, 'rename', writer, own)).not.toThrow();
    const none = actor('ana', { kind: 'token', tokenId: 't', scopes: [] });
    expect(() => authorize(policy, 'read', none, own)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(abilities(policy, none, own)).toEqual({ read: false, rename: false });
  });
});
