import * as decoding from 'lib0/decoding';
import { expect, test } from 'vitest';
import {
  CLOSE_CODES,
  closeReason,
  encodeAccess,
  encodeAsk,
  encodeHello,
  encodeSaved,
  isFinalClose,
  MESSAGE_KENNING,
  readClientMessage,
  readServerMessage,
} from './protocol.schema';

function inner(frame: Uint8Array): decoding.Decoder {
  const decoder = decoding.createDecoder(frame);
  expect(decoding.readVarUint(decoder)).toBe(MESSAGE_KENNING);
  return decoder;
}

test('CO-X1 what one side writes the other reads', () => {
  expect(readClientMessage(inner(encodeHello(7)))).toEqual({ verb: 'hello', version: 7 });
  expect(readClientMessage(inner(encodeAsk(70_000)))).toEqual({ verb: 'ask', counter: 70_000 });
  expect(readServerMessage(inner(encodeSaved(70_000)))).toEqual({ verb: 'saved', counter: 70_000 });
  expect(readServerMessage(inner(encodeAccess('read')))).toEqual({ verb: 'access', access: 'read' });
  expect(readServerMessage(inner(encodeAccess('write')))).toEqual({ verb: 'access', access: 'write' });
});

test('CO-X2 a verb of a later server is passed over; one of a strange client is refused', () => {
  expect(readServerMessage(decoding.createDecoder(new Uint8Array([9, 1])))).toBeNull();
  expect(() => readClientMessage(decoding.createDecoder(new Uint8Array([9, 1])))).toThrow();
});

test('CO-X3 a stock client gives up exactly where another attempt cannot help', () => {
  for (const [name, code] of Object.entries(CLOSE_CODES)) {
    expect(closeReason(code)).toBe(name);
    if (code >= 4_000) expect(isFinalClose(code)).toBe(code >= 4_400 && code < 4_500);
  }
  expect(closeReason(1006)).toBeNull();
  expect(isFinalClose(1006)).toBe(false);
});
