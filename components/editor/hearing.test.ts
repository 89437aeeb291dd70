import { expect, test, vi } from 'vitest';
import type { WebsocketProvider } from 'y-websocket';
import { MESSAGE_SYNC } from '@/server/platform/collab/protocol.schema';
import { Hearing } from './hearing';

test('CO-O59 a fault in what comes before a change is reported, and the change is taken in', () => {
  const answer = vi.fn();
  const provider = { messageHandlers: { [MESSAGE_SYNC]: answer } } as unknown as WebsocketProvider;
  const hearing = new Hearing(provider);
  const later = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => undefined);
  const end = hearing.before(() => {
    throw new RangeError('no such place');
  });
  const hear = () => (provider.messageHandlers[MESSAGE_SYNC] as () => void)();
  hear();
  end();
  hear();
  expect([answer.mock.calls.length, later.mock.calls.length]).toEqual([2, 1]);
  later.mockRestore();
});
