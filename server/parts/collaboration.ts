import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  documentContent,
  FACT_EVENT_TYPES,
  ACCESS_EVENT_TYPES as ITEM_EVENT_TYPES,
  judgeDocument,
  scheduleProjection,
} from '@/server/domains/knowledge';
import { DOCUMENT_SCHEMA_VERSION } from '@/server/domains/knowledge/document-version.schema';
import { PEOPLE_ACCESS_EVENT_TYPES, peopleToJudgeAgain } from '@/server/domains/people';
import type { Actor } from '@/server/platform/access';
import { type AuthRequest, authenticate, socketMayUseCookie, whoseSessionEnded } from '@/server/platform/auth';
import { type CollabIdentity, createCollaboration, type Rejudged, type SignedOut } from '@/server/platform/collab';
import { caretColor } from '@/server/platform/collab/hue.rules';
import { type Lease, leaseFence } from '@/server/platform/db/lease';
import { type FeedEvent, openEventFeed, openSignals } from '@/server/platform/events';
import type { Runtime } from '@/server/platform/runtime';
import { publicAddress } from './address';
import { openPeers } from './fan-out';
import { openProjections } from './projections';

export type Collaboration = {
  /** Takes an upgrade at /collab/<documentId>. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Closes the sockets and writes what they have sent. */
  close: () => Promise<void>;
};

/** Who opened a socket, with what they showed: asked for again whenever the socket is judged. */
type Identity = CollabIdentity & { shown: AuthRequest; actor: Actor };

/** Opens the collaboration server over the domains' authenticate and judge, and judges again when access changes. */
export async function openCollaboration(runtime: Runtime, lease: Lease): Promise<Collaboration> {
  const { database, log, env } = runtime;
  const signals = await openSignals({ url: database.url, log });
  const fanOut = await openPeers(runtime);
  const server = createCollaboration<Identity>({
    database,
    version: DOCUMENT_SCHEMA_VERSION,
    rules: documentContent(),
    signals,
    fanOut,
    log,
    authenticate: ({ headers: { authorization, cookie } }) => identify({ headers: { authorization, cookie } }),
    // A session may have ended, a token been revoked, a person left or changed teams.
    renew: ({ shown }) => identify(shown),
    judge: ({ actor }, documentId) => judgeDocument(database.prisma, actor, documentId),
    originAllowed: ({ headers }) => socketMayUseCookie(headers, publicAddress(env)),
    fence: leaseFence(lease.holder),
    onBatch: (durationMs, updates) => runtime.metrics?.observeCommit(durationMs, updates),
    onCommitted: projecting(runtime),
  });
  runtime.collaboration = { stats: () => server.stats(), whoIsIn: (documentIds) => server.whoIsIn(documentIds) };

  const feed = openEventFeed({ pool: database.pool, signals, log });
  feed.on([...ITEM_EVENT_TYPES, ...PEOPLE_ACCESS_EVENT_TYPES], (news) => void server.rejudge(whomToJudge(news)));
  feed.on([...FACT_EVENT_TYPES], (news) =>
    server.tellChanged(news === 'all' ? null : news.map(({ subject }) => subject)),
  );
  return {
    upgrade: (request, socket, head) => void server.handleUpgrade(request, socket, head),
    async close() {
      await server.close();
      await fanOut?.close();
      feed.close();
      await signals.close();
    },
  };
}

async function identify(shown: AuthRequest): Promise<Identity | SignedOut> {
  const actor = await authenticate(shown);
  if (!actor) {
    const endedOf = await whoseSessionEnded(shown);
    return endedOf === null ? null : { endedOf };
  }
  return {
    personId: actor.personId,
    sessionId: sessionOf(actor),
    name: actor.name,
    color: caretColor(actor.personId),
    byCookie: actor.door.kind === 'session',
    shown,
    actor,
  };
}

function sessionOf({ door }: Actor): string | null {
  if (door.kind === 'session') return door.sessionId;
  return door.kind === 'token' ? door.tokenId : null;
}

/** Readers project what they need themselves; the job keeps search fresh. A failure is made good by the next round. */
function projecting({ jobs, log }: Runtime): (documentId: string) => void {
  if (!jobs) return () => {};
  const project = openProjections((id, startAfter) => scheduleProjection(jobs, id, startAfter));
  return (documentId) =>
    void project(documentId).catch((error: unknown) =>
      log.warn({ err: error, documentId }, 'a projection was not scheduled; the next round finds it'),
    );
}

function whomToJudge(news: readonly FeedEvent[] | 'all'): Rejudged {
  if (news === 'all') return { all: true };
  const documentIds: string[] = [];
  const personIds: string[] = [];
  for (const event of news) {
    if (event.type.startsWith('knowledge.')) documentIds.push(event.subject);
    const people = peopleToJudgeAgain(event);
    if (people === 'everyone') return { all: true };
    personIds.push(...people);
  }
  return { documentIds, personIds };
}
