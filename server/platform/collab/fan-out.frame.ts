import { createHmac, timingSafeEqual } from 'node:crypto';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { z } from 'zod';
import type { KnownStretch } from './ahead';
import { COLLAB_LIMITS } from './limits';
import type { PeerPresence } from './presence';

/** What processes of one installation tell each other about a document. */
export type PeerMessage =
  /** This is committed. */
  | { kind: 'committed'; stretch: KnownStretch }
  /** These are here, or have left. */
  | { kind: 'presence'; people: readonly PeerPresence[] }
  | { kind: 'whoIsHere' };

/** Who has which documents open. One that nobody has open is not among them. */
export type OpenDocuments = ReadonlyMap<string, readonly string[]>;

/** What they ask about many documents at once, and what is answered by those who have any of them open. */
export type PeerQuestion = { kind: 'whoIsIn'; documentIds: readonly string[] } | { kind: 'areIn'; open: OpenDocuments };

export type PeerFrame = {
  /** Which process says it. */
  origin: string;
  /** The document, or the question that is asked or answered. */
  about: string;
  message: PeerMessage | PeerQuestion;
};

/*
 * A frame: seal (16 bytes) · version · origin · document or question · kind · what it says. The seal is an HMAC-SHA256 of all
 * that follows, so that whoever can write to the Redis, but does not know the installation's key, is not heard. New kinds
 * come last: a process of an earlier version passes them over.
 */
const FRAME_VERSION = 1;
const SEAL_BYTES = 16;
const KINDS = ['committed', 'presence', 'whoIsHere', 'whoIsIn', 'areIn'] as const;
const NAME_CHARACTERS_MAX = 64;
const name = z.string().min(1).max(NAME_CHARACTERS_MAX);
const count = z.number().int().nonnegative();

const head = z.object({
  version: z.literal(FRAME_VERSION),
  origin: name,
  about: name,
  kind: z.enum(KINDS),
});

const stretch = z
  .object({
    previousSeq: z.bigint(),
    lastSeq: z.bigint(),
    count: count.min(1),
    bytes: z.instanceof(Uint8Array),
    authors: z.array(z.tuple([count, name])),
  })
  .refine(({ previousSeq, lastSeq }) => lastSeq > previousSeq, 'ends before it begins');

const presence = z
  .object({ clientId: count, clock: count, personId: name, state: z.string() })
  .transform(({ state, ...one }) => ({ ...one, state: state === '' ? null : state }))
  .refine(({ personId, state }) => state === null || isStamped(state, personId), 'is not of the person it names');

const documentIds = z.array(name).min(1).max(COLLAB_LIMITS.whoIsInDocumentsMax);
const open = z
  .array(z.tuple([name, z.array(name).min(1).max(COLLAB_LIMITS.whoIsInPeopleMax)]))
  .min(1)
  .max(COLLAB_LIMITS.whoIsInDocumentsMax)
  .transform((entries): OpenDocuments => new Map(entries));

/** A state as the process of the connection stamped it. */
const stamped = z.looseObject({ user: z.looseObject({ id: z.string() }) });

function isStamped(state: string, personId: string): boolean {
  return stamped.safeParse(JSON.parse(state)).data?.user.id === personId;
}

const sealOf = (key: Buffer, body: Uint8Array): Buffer =>
  createHmac('sha256', key).update(body).digest().subarray(0, SEAL_BYTES);

/** @param key of the installation */
export function encodePeerFrame({ origin, about, message }: PeerFrame, key: Buffer): Buffer {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, FRAME_VERSION);
  encoding.writeVarString(encoder, origin);
  encoding.writeVarString(encoder, about);
  encoding.writeVarUint(encoder, KINDS.indexOf(message.kind));
  if (message.kind === 'committed') writeStretch(encoder, message.stretch);
  if (message.kind === 'presence') writePeople(encoder, message.people);
  if (message.kind === 'whoIsIn') writeNames(encoder, message.documentIds);
  if (message.kind === 'areIn') writeOpen(encoder, message.open);
  const body = encoding.toUint8Array(encoder);
  return Buffer.concat([sealOf(key, body), body]);
}

/** @returns null when it is not of this installation. @throws Error when it is none that this version knows */
export function readPeerFrame(bytes: Uint8Array, key: Buffer): PeerFrame | null {
  const body = bytes.subarray(SEAL_BYTES);
  const seal = bytes.subarray(0, SEAL_BYTES);
  if (seal.length !== SEAL_BYTES || !timingSafeEqual(seal, sealOf(key, body))) return null;
  const decoder = decoding.createDecoder(body);
  const { origin, about, kind } = head.parse({
    version: decoding.readVarUint(decoder),
    origin: decoding.readVarString(decoder),
    about: decoding.readVarString(decoder),
    kind: KINDS[decoding.readVarUint(decoder)],
  });
  return { origin, about, message: readMessage(decoder, kind) };
}

function readMessage(decoder: decoding.Decoder, kind: (typeof KINDS)[number]): PeerFrame['message'] {
  switch (kind) {
    case 'committed':
      return { kind, stretch: readStretch(decoder) };
    case 'presence':
      return { kind, people: readPeople(decoder) };
    case 'whoIsHere':
      return { kind };
    case 'whoIsIn':
      return { kind, documentIds: documentIds.parse(readNames(decoder)) };
    case 'areIn':
      return { kind, open: open.parse(readMany(decoder, () => [decoding.readVarString(decoder), readNames(decoder)])) };
  }
}

function writeStretch(encoder: encoding.Encoder, { previousSeq, lastSeq, count, change, authors }: KnownStretch): void {
  encoding.writeBigInt64(encoder, previousSeq);
  encoding.writeBigInt64(encoder, lastSeq);
  encoding.writeVarUint(encoder, count);
  encoding.writeVarUint8Array(encoder, change ?? new Uint8Array());
  encoding.writeVarUint(encoder, authors.length);
  for (const [client, personId] of authors) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarString(encoder, personId);
  }
}

function readStretch(decoder: decoding.Decoder): KnownStretch {
  const { bytes, ...read } = stretch.parse({
    previousSeq: decoding.readBigInt64(decoder),
    lastSeq: decoding.readBigInt64(decoder),
    count: decoding.readVarUint(decoder),
    bytes: decoding.readVarUint8Array(decoder),
    authors: readMany(decoder, () => [decoding.readVarUint(decoder), decoding.readVarString(decoder)]),
  });
  return { ...read, change: bytes.length === 0 ? null : bytes };
}

function writePeople(encoder: encoding.Encoder, people: readonly PeerPresence[]): void {
  encoding.writeVarUint(encoder, people.length);
  for (const { clientId, clock, personId, state } of people) {
    encoding.writeVarUint(encoder, clientId);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, personId);
    encoding.writeVarString(encoder, state ?? '');
  }
}

function readPeople(decoder: decoding.Decoder): PeerPresence[] {
  return readMany(decoder, () =>
    presence.parse({
      clientId: decoding.readVarUint(decoder),
      clock: decoding.readVarUint(decoder),
      personId: decoding.readVarString(decoder),
      state: decoding.readVarString(decoder),
    }),
  );
}

function writeOpen(encoder: encoding.Encoder, open: OpenDocuments): void {
  encoding.writeVarUint(encoder, open.size);
  for (const [documentId, people] of open) {
    encoding.writeVarString(encoder, documentId);
    writeNames(encoder, people);
  }
}

function writeNames(encoder: encoding.Encoder, names: readonly string[]): void {
  encoding.writeVarUint(encoder, names.length);
  for (const one of names) encoding.writeVarString(encoder, one);
}

const readNames = (decoder: decoding.Decoder): string[] => readMany(decoder, () => decoding.readVarString(decoder));

/** A list, its length first. Bytes that end too soon throw, so that no length is taken at its word. */
function readMany<Item>(decoder: decoding.Decoder, read: () => Item): Item[] {
  const items: Item[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) items.push(read());
  return items;
}
