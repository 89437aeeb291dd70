import { expect, test } from 'vitest';
import { ACCESS_EVENT_TYPES, PEOPLE_EVENTS, peopleToJudgeAgain } from './events';

const event = (type: string, data: unknown = {}) => ({ type, subject: 'subject', data });

test('PE-X5: whatever changes somebody’s access says whose sockets to judge again', () => {
  expect(peopleToJudgeAgain(event(PEOPLE_EVENTS.deactivated, { handedOverTo: 'heir' }))).toEqual(['subject']);
  expect(peopleToJudgeAgain(event(PEOPLE_EVENTS.sessionEnded))).toEqual(['subject']);
  expect(peopleToJudgeAgain(event(PEOPLE_EVENTS.teamMemberRemoved, { personId: 'ana' }))).toEqual(['ana']);
  expect(peopleToJudgeAgain(event(PEOPLE_EVENTS.jobRoleChanged))).toBe('everyone');
  expect(peopleToJudgeAgain(event(PEOPLE_EVENTS.profileUpdated))).toEqual([]);
  for (const type of ACCESS_EVENT_TYPES) expect(peopleToJudgeAgain(event(type))).not.toEqual([]);
});

test('PE-X5: data that names nobody judges everybody, never nobody', () => {
  expect(peopleToJudgeAgain(event(PEOPLE_EVENTS.teamMemberAdded, null))).toBe('everyone');
});
