import { expect, it } from 'vitest';
import { queueName } from '@/components/operator/labels';
import { QUEUES } from './jobs';

it('every queue says in words what it does', () => {
  expect(QUEUES.map(({ name }) => name).filter((name) => queueName(name) === name)).toEqual([]);
});
