import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { expect, test } from 'vitest';
import { Awareness, encodeAwarenessUpdate, modifyAwarenessUpdate } from 'y-protocols/awareness';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { MESSAGE_AWARENESS } from '@/server/platform/collab/protocol.schema';
import { takeOwnColor } from './own-color';

const ANA = { id: 'ana', name: 'Ana', color: '#027072' };

test('CO-O97 one sees oneself in the colour that the server has given, without losing what one says beside it', () => {
  const awareness = new Awareness(new Y.Doc());
  let taken = 0;
  const messageHandlers = {
    [MESSAGE_AWARENESS]: (_encoder: unknown, message: decoding.Decoder) => {
      decoding.readVarUint8Array(message);
      taken += 1;
    },
  };
  takeOwnColor({ awareness, messageHandlers } as unknown as WebsocketProvider);
  const hear = (color: string) => {
    const said = encodeAwarenessUpdate(awareness, [awareness.clientID]);
    const stamped = modifyAwarenessUpdate(said, (state: object) => ({ ...state, user: { ...ANA, color }, cursor: 1 }));
    const message = decoding.createDecoder(encoding.encode((encoder) => encoding.writeVarUint8Array(encoder, stamped)));
    (messageHandlers[MESSAGE_AWARENESS] as (...all: unknown[]) => void)(encoding.createEncoder(), message);
  };
  hear('#4455bc');
  expect(awareness.getLocalState()).toEqual({});
  awareness.setLocalState({ user: ANA, cursor: 2 });
  hear('#4455bc');
  expect(awareness.getLocalState()).toEqual({ user: { ...ANA, color: '#4455bc' }, cursor: 2 });
  let changes = 0;
  awareness.on('update', () => {
    changes += 1;
  });
  hear('#4455bc');
  expect([changes, taken]).toEqual([0, 3]);
  awareness.destroy();
});
