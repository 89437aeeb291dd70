import { z } from 'zod';
import { Prisma } from '@/prisma/generated/client';
import { type Db, inTransaction, type Tx } from '@/server/platform/db/client';
import { defineReaction, type Reaction, type RecordedEvent } from '@/server/platform/events';
import { notify } from '@/server/platform/notifications';
import { giveBack, handOver } from './commands/hand-over';
import { importReportSchema } from './import/report.schema';
import { tellOfMentions } from './mention.reactions';
import { knowledgeNotificationKinds as kinds } from './notifications.schema';

const requestData = z.object({ requestId: z.string(), personId: z.string() });
const actorOf = (event: RecordedEvent) => (event.actorId === null ? {} : { actorId: event.actorId });
const maintainersData = z.object({ added: z.array(z.string()) });

/**
 * Tells maintainers of a request, and the asker when it is granted. Declining is silent towards the asker: an answer would
 * tell who may not read an item that it exists.
 */
const tellOfAccess = defineReaction({
  name: 'knowledge.tell_of_access',
  types: ['knowledge.item.access_requested', 'knowledge.item.access_granted'],
  handle: async ({ event, db, now }) => {
    const { requestId, personId } = requestData.parse(event.data);
    const about = { thingId: event.subject, eventId: event.id, now };
    await inTransaction(db, async (tx) => {
      if (event.type === 'knowledge.item.access_requested') return tellKeepers(tx, { ...about, requestId, personId });
      await notify(tx, { ...about, personIds: [personId], kind: kinds.accessGranted, data: actorOf(event) });
    });
  },
});

type Asked = { thingId: string; eventId: bigint; now: Date; requestId: string; personId: string };

async function tellKeepers(tx: Tx, { requestId, personId, ...about }: Asked): Promise<void> {
  // It may be decided before this runs. The lock keeps a decision out meanwhile, so that it takes back what is told here.
  const [request] = await tx.$queryRaw<{ decided: boolean }[]>`
    SELECT decision IS NOT NULL AS decided FROM access_request WHERE id = ${requestId} FOR SHARE`;
  if (!request || request.decided) return;
  const personIds = (await keepersOf(tx, about.thingId)).filter((id) => id !== personId);
  await notify(tx, { ...about, personIds, kind: kinds.accessRequested, data: { requestId, actorId: personId } });
}

const tellMaintainers = defineReaction({
  name: 'knowledge.tell_maintainers',
  types: ['knowledge.item.maintainers_changed'],
  handle: async ({ event, db, now }) => {
    const { added } = maintainersData.parse(event.data);
    const personIds = added.filter((id) => id !== event.actorId);
    const about = { thingId: event.subject, eventId: event.id, now };
    const data = actorOf(event);
    await inTransaction(db, (tx) => notify(tx, { ...about, personIds, kind: kinds.madeMaintainer, data }));
  },
});

/** An import takes its time, and its person may be elsewhere by then. What is forgotten already leads nowhere. */
const tellOfImport = defineReaction({
  name: 'knowledge.tell_of_import',
  types: ['knowledge.import.finished'],
  handle: async ({ event, db, now }) => {
    const select = { personId: true, source: true, state: true, report: true } as const;
    const run = await db.importRun.findUnique({ where: { id: event.subject }, select });
    if (!run) return;
    const report = importReportSchema.nullable().parse(run.report);
    const data = {
      runId: event.subject,
      source: run.source,
      state: run.state,
      created: report?.created ?? 0,
      updated: report?.updated ?? 0,
      conflicts: report?.conflicts ?? 0,
      failed: report?.failed ?? 0,
    };
    const about = { thingId: null, eventId: event.id, now };
    const personIds = [run.personId];
    await inTransaction(db, (tx) => notify(tx, { ...about, personIds, kind: kinds.importDone, data }));
  },
});

/** What a person kept goes to a successor when they leave. */
const takeOver = defineReaction({
  name: 'knowledge.take_over',
  types: ['people.person.deactivated'],
  concurrency: 1,
  handle: async ({ event, db, now, signal }) => {
    const personId = event.subject;
    const left = await db.deactivation.findUnique({ where: { personId }, select: { handedOverTo: true } });
    if (!left) return;
    await handOver({ db, now, signal }, { personId, toPersonId: left.handedOverTo });
    const about = { kind: kinds.handedOver, thingId: null, eventId: event.id, now };
    for (const { toPersonId, items } of await successors(db, event)) {
      const data = { actorId: personId, items };
      await inTransaction(db, (tx) => notify(tx, { ...about, personIds: [toPersonId], data }));
    }
  },
});

/** Who returns keeps again what they kept. */
const takeBack = defineReaction({
  name: 'knowledge.take_back',
  types: ['people.person.reactivated'],
  concurrency: 1,
  handle: async ({ event, db, now, signal }) => {
    await giveBack({ db, now, signal }, { personId: event.subject });
  },
});

/**
 * Who took over at this departure and is here, and how much: counted from the events rather than from this run, which may
 * be the second, or late, when what a later departure took is already there.
 */
function successors(db: Db, event: RecordedEvent): Promise<{ toPersonId: string; items: number }[]> {
  return db.$queryRaw(Prisma.sql`
    SELECT p.id AS "toPersonId", count(DISTINCT e.subject)::int AS items
    FROM event e JOIN person p ON p.id = e.data->>'to'
    WHERE e.type = 'knowledge.item.handed_over' AND e.id > ${event.id} AND e.data->>'from' = ${event.subject}
      AND NOT EXISTS (SELECT 1 FROM deactivation d WHERE d.person_id = p.id)
      AND NOT EXISTS (SELECT 1 FROM event later WHERE later.type = ${event.type} AND later.subject = ${event.subject}
                                                  AND later.id > ${event.id} AND later.id < e.id)
    GROUP BY p.id`);
}

async function keepersOf(db: Db, itemId: string): Promise<string[]> {
  const people = await db.person.findMany({
    where: {
      deactivation: null,
      OR: [{ authoredItems: { some: { id: itemId } } }, { maintainedItems: { some: { itemId } } }],
    },
    select: { id: true },
  });
  return people.map((person) => person.id);
}

export const KNOWLEDGE_REACTIONS: readonly Reaction[] = [
  tellOfAccess,
  tellMaintainers,
  tellOfMentions,
  tellOfImport,
  takeOver,
  takeBack,
];
