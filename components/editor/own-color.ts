import * as decoding from 'lib0/decoding';
import type { WebsocketProvider } from 'y-websocket';
import { MESSAGE_AWARENESS } from '@/server/platform/collab/protocol.schema';
import { presentOf } from './presence';

/** What a presence message says of one client; undefined when it says nothing of it. */
function stateOf(clientId: number, message: decoding.Decoder): unknown {
  const inner = decoding.createDecoder(decoding.readVarUint8Array(decoding.clone(message)));
  for (let count = decoding.readVarUint(inner); count > 0; count -= 1) {
    const of = decoding.readVarUint(inner);
    decoding.readVarUint(inner);
    const state = decoding.readVarString(inner);
    if (of === clientId) return JSON.parse(state);
  }
  return undefined;
}

/**
 * Has this tab say of itself the colour that the server has given its person in this room, so that one sees oneself as
 * others do: what one hears of oneself is not taken in otherwise.
 */
export function takeOwnColor({ awareness, messageHandlers }: WebsocketProvider): void {
  const answer = messageHandlers[MESSAGE_AWARENESS];
  messageHandlers[MESSAGE_AWARENESS] = (encoder, message, ...rest) => {
    const given = presentOf(stateOf(awareness.clientID, message))?.color;
    answer?.(encoder, message, ...rest);
    const user = awareness.getLocalState()?.user;
    if (given && user && user.color !== given) awareness.setLocalStateField('user', { ...user, color: given });
  };
}
