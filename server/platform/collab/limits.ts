import { MINUTE_MS, SECOND_MS } from '../clock';
import { PAGE_ROWS_MAX } from '../scalars.schema';
import { DOCUMENT_LIMITS } from './limits.schema';

const KIB_BYTES = 1_024;
const MIB_BYTES = 1_024 * KIB_BYTES;

/** Every limit of editing together, the unit last. Tests and benches give their own. */
export const COLLAB_LIMITS = {
  ...DOCUMENT_LIMITS,
  /** What a room takes in at once, of what was said in it, and what may wait for its next turn. */
  turnMax: 2_000,
  turnBytesMax: 128 * KIB_BYTES,
  turnConnectionBytesMax: 64 * KIB_BYTES,
  inboxMax: 20_000,
  inboxConnectionBytesMax: 10 * MIB_BYTES,
  /** By how much a client’s state vector may be longer than the document’s own: a long one takes long to read. */
  vectorBeyondBytesMax: 64 * KIB_BYTES,
  /** Frames that wait while a document loads or its reader is judged, per connection. */
  heldBytesMax: 16 * MIB_BYTES,
  /** What was said, of all rooms, and waits to be heard or taken in; above it whoever has most of it waiting goes. */
  waitingBytesMax: 128 * MIB_BYTES,
  waitingPersonBytesMax: 48 * MIB_BYTES,
  /** What is gathered for a receiver in one go of the event loop before it is written. */
  unsentBytesMax: 256 * KIB_BYTES,
  /** Written to receivers, and not taken by their networks yet: above it whoever reads least goes. */
  unreadBytesMax: 192 * MIB_BYTES,
  unreadPersonBytesMax: 64 * MIB_BYTES,
  unreadConnectionBytesMax: 24 * MIB_BYTES,
  /** Sustained; a stock client repeats every presence it hears, so this is far above what a person types. */
  messagesPerSecondMax: 1_000,
  messagesBurstMax: 10_000,
  connectionsPerPersonMax: 40,
  connectionsPerDocumentMax: 200,
  connectionsMax: 5_000,
  /** Upgrades that are being admitted at one moment. */
  openingsMax: 500,
  openingMs: 10 * SECOND_MS,
  /** Presence: who a connection may speak for, and how much it may say. */
  presenceClientsPerConnectionMax: 4,
  presenceStateBytesMax: 4 * KIB_BYTES,
  /** Presences of a room, with those that are remembered, and in one message: a stock client repeats those of its room. */
  presenceStatesPerMessageMax: 1_000,
  presenceExpiryMs: 45 * SECOND_MS,
  /** How long a departed presence is remembered, so that an echo of it does not return as somebody else's. */
  presenceMemoryMs: 5 * MINUTE_MS,
  heartbeatMs: 20 * SECOND_MS,
  /** Every open socket is judged again this often, whatever the events said. */
  rejudgeMs: MINUTE_MS,
  /** Questions of who may what about open sockets at one moment: fewer than the pool has connections. */
  judgementsMax: 6,
  closeGraceMs: 2 * SECOND_MS,
  /** A document that nobody has written to for so long is kept as bytes alone. */
  liveRestMs: MINUTE_MS,
  /** A room without connections stays this long, for whoever reloads the page. */
  idleRoomMs: 30 * SECOND_MS,
  /** A log tail longer than this is folded into a snapshot; its rows are kept. */
  snapshotTailUpdatesMax: 500,
  snapshotTailBytesMax: 2 * MIB_BYTES,
  /** What is shown for so long, everybody who has a connection has seen; looked at no more often than that. */
  seenByAllMs: 2 * SECOND_MS,
  /** Whoever writes much has it folded no more often than this. */
  snapshotSpacingMs: 5 * SECOND_MS,
  /** A room that is put away writes a snapshot for a shorter tail already: who comes next reads that and nothing else. */
  snapshotIdleTailUpdatesMax: 0,
  /** Commits begin no faster than this after one another, so that the more there is to do, the more each takes. */
  batchSpacingMs: 50,
  /**
   * Behind a commit of so many updates the next begins only after this: where so many write, half as many cost half. Not
   * where they are of so many bytes on average: they say much already, and to gather more would only take longer.
   */
  crowdedBatchUpdates: 100,
  crowdedBatchSpacingMs: 100,
  largeUpdateBytes: 100,
  batchUpdatesMax: 2_000,
  batchBytesMax: 16 * MIB_BYTES,
  /** What may wait for a database that is away, for the whole process. */
  queuedUpdatesMax: 100_000,
  queuedBytesMax: 128 * MIB_BYTES,
  retryFirstMs: 50,
  retryMaxMs: 2 * SECOND_MS,
  /** How long a room waits for the text of what it knows to be written elsewhere, before it reads the log. */
  fanOutPatienceMs: 50,
  /** How long the other processes have to say who is in some documents: in how many at once, and who of how many in one. */
  whoIsInMs: 250,
  whoIsInDocumentsMax: PAGE_ROWS_MAX,
  whoIsInPeopleMax: 200,
  /** What one process tells the others at once, and what may wait for a Redis that is slow. A longer text is read. */
  fanOutFrameBytesMax: 4 * MIB_BYTES,
  fanOutUnsentMax: 5_000,
  fanOutUnsentBytesMax: 16 * MIB_BYTES,
  /** What a room keeps of the log before which something is missing. */
  aheadStretchesMax: 1_000,
  aheadBytesMax: 16 * MIB_BYTES,
  statementMs: 30 * SECOND_MS,
  /** How long stopping waits for the last commit. */
  flushMs: 10 * SECOND_MS,
} as const;

export type CollabLimits = { readonly [Name in keyof typeof COLLAB_LIMITS]: number };
