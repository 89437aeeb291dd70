import * as encoding from 'lib0/encoding';
import { expect, test, vi } from 'vitest';
import { systemClock } from '../clock';
import { openLog } from '../log';
import type { Connection } from './connection';
import { COLLAB_LIMITS } from './limits';
import { encodeSync, SYNC_STEP_1, SYNC_STEP_2 } from './protocol.schema';
import { Room } from './room';
import type { Sql } from './sql';
import type { UpdateLog } from './update-log';

/** A room on an empty document. */
function openRoom(): Room {
  const sql = async (text: string) =>
    text.includes('document_snapshot') ? [{ seq: null, state: null, vector: null }] : [];
  return new Room({
    documentId: 'd1',
    version: 1,
    rules: {
      root: () => null,
      node: () => false,
      mark: () => false,
      attribute: () => false,
      paragraph: '',
      markedIn: () => false,
    },
    sql: sql as Sql,
    updates: { full: false } as UpdateLog,
    hold: () => undefined,
    peers: { send: () => undefined, expect: () => undefined, areThere: false },
    limits: COLLAB_LIMITS,
    clock: systemClock,
    log: openLog('silent'),
    onUnlooked: () => undefined,
    onOver: () => undefined,
  });
}

function enter(room: Room) {
  const connection = {
    identity: { personId: 'ana' },
    hold: () => undefined,
    release: vi.fn(),
    charge: () => true,
    send: vi.fn<(message: Uint8Array) => void>(),
    sendFrame: () => undefined,
    close: vi.fn(),
  };
  room.join(connection as unknown as Connection);
  return connection;
}

/** Of so many clients, of each of which one letter is known. */
function vectorOf(clients: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, clients);
  for (let client = 0; client < clients; client += 1) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, 1);
  }
  return encoding.toUint8Array(encoder);
}

test('CO-X50 whoever says to know far more people’s work than there is goes before it is read; a few more are nothing', async () => {
  const room = openRoom();
  const [ana, mallory] = [enter(room), enter(room)];
  await vi.waitFor(() => expect(mallory.release).toHaveBeenCalled());
  room.receive(mallory as unknown as Connection, encodeSync(SYNC_STEP_1, vectorOf(30_000)));
  expect(mallory.close.mock.calls).toEqual([['malformed']]);
  room.receive(ana as unknown as Connection, encodeSync(SYNC_STEP_1, vectorOf(1_000)));
  await vi.waitFor(() => expect(ana.send.mock.lastCall?.[0].slice(0, 2)).toEqual(new Uint8Array([0, SYNC_STEP_2])));
  expect(ana.close).not.toHaveBeenCalled();
  room.end();
});
