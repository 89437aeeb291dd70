/** SQL for what stands in a backup in place of a column's value, said of the row `t`, and why. */
export type Replaced = { sql: string; why: string };

/**
 * What a backup does not take as it is. Every table that is not named here is in it whole: the list of tables is the
 * database's own.
 */
export type BackupScope = {
  /** Tables that stay behind, and why. */
  leftOut: Readonly<Record<string, string>>;
  /** Columns by `table.column`. Applied to what it made, an expression makes the same again. */
  replaced: Readonly<Record<string, Replaced>>;
  /** Tables that have rows in an installation that nobody has used yet. */
  filledAtStart: readonly string[];
};

/** The positions of the outbox that the slowest reader has reached; null where nobody has read it yet. */
const SLOWEST_POSITION = 'select c.xid, c.event_id from event_cursor c order by c.xid, c.event_id limit 1';
const OTHER_CLUSTER = 'a number of the cluster that it was written in';
const ONE_TIME_LINK = String.raw`'(token=)[A-Za-z0-9_-]+', '\1left-out', 'g'`;

/** What the platform's own tables say. */
export const PLATFORM_SCOPE: BackupScope = {
  leftOut: {
    process_lease: 'says who serves now',
    rate_limit: 'counts of the last minutes',
    session: 'lets somebody in without a password: everybody signs in again',
  },
  replaced: {
    'event.xid': {
      sql: `(case when coalesce((t.xid, t.id) > (${SLOWEST_POSITION}), true) then '1' else '0' end)::xid8`,
      why: `${OTHER_CLUSTER}: 1 for what waits to be handed over, 0 for what was`,
    },
    'event_cursor.xid': { sql: `'0'::xid8`, why: OTHER_CLUSTER },
    'event_cursor.event_id': {
      sql: 'coalesce((select max(e.id) from event e), 0)',
      why: 'follows from the numbers of the events',
    },
    'mail_message.text': {
      sql: `regexp_replace(t.text, ${ONE_TIME_LINK})`,
      why: 'a link may hold a code that opens an account',
    },
  },
  filledAtStart: ['_prisma_migrations', 'event_cursor'],
};

/** One scope out of those of several parts of the product. */
export function joinScopes(...scopes: BackupScope[]): BackupScope {
  return {
    leftOut: Object.assign({}, ...scopes.map((scope) => scope.leftOut)),
    replaced: Object.assign({}, ...scopes.map((scope) => scope.replaced)),
    filledAtStart: scopes.flatMap((scope) => scope.filledAtStart),
  };
}
