import type { ContentType } from '@/prisma/generated/enums';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '@/server/platform/clock';
import { type DatedAct, numberOf } from './acts';
import { type Article, blocksAdded, isRoughAt } from './articles';

/** What several people write at one time, and go through again some days later. */
const TOGETHER: ReadonlySet<ContentType> = new Set(['post_mortems', 'procedures', 'troubleshooting', 'workflows']);
/** So many times one goes on where the other stopped. */
const TURNS_MAX = 3;
const TURN_MINUTES_MIN = 3;
const TURN_MINUTES_SPREAD = 6;
/** After whoever is named: still within the session that began with the making. */
const FIRST_TURN_MINUTES = 2;
const REVIEW_DAYS_SPREAD = 3;
/** What follows on an article leaves its writers so much time. */
const ROOM_MS = HOUR_MS;

type Surroundings = {
  now: Date /** Who keeps the article then, and is not on the way out. */;
  keepersAt: (at: Date) => string[];
};
type Written = Extract<DatedAct, { act: 'create' | 'edit' }>;

const isWritten = (act: DatedAct): act is Written => act.act === 'create' || act.act === 'edit';

/** The life of an article as those who keep it wrote it: in turns, and gone through again by another. */
export function writtenTogether(life: readonly DatedAct[], surroundings: Surroundings): DatedAct[] {
  return life.flatMap((act, index): DatedAct[] => {
    if (!TOGETHER.has(act.article.type)) return [act];
    // Those who keep it from the beginning are named right after it was made.
    const named = life[index + 1];
    if (act.act === 'create' && named?.act === 'maintainers') return [];
    const made = life[index - 1];
    const isNaming = act.act === 'maintainers' && made?.act === 'create';
    if (isNaming) return [...turns(made, { ...surroundings, begins: [act], next: life[index + 1] })];
    return isWritten(act) ? turns(act, { ...surroundings, begins: [], next: life[index + 1] }) : [act];
  });
}

type Given = Surroundings & { begins: readonly DatedAct[]; next: DatedAct | undefined };

/** One writing as its turns: the first act, whoever is named, the turns of the others, the review. */
function turns(act: Written, { now, keepersAt, begins, next }: Given): DatedAct[] {
  const { article } = act;
  const edits = act.act === 'create' ? 0 : act.edits;
  const by = act.act === 'create' ? article.author : act.by;
  const start = (begins.at(-1) ?? act).at;
  const until = after(next?.at ?? now, -ROOM_MS);
  const others = keepersAt(start).filter((mailbox) => mailbox !== by);
  const hash = numberOf(`${article.file} ${edits} together`);
  const blocks = blocksAdded(article, edits).length;
  const count = Math.min(TURNS_MAX, blocks);
  if (others.length === 0 || count < 2 || start > until) return [act, ...begins];
  const reviewed = reviewAt(start, hash);
  const step = TURN_MINUTES_MIN + (hash % TURN_MINUTES_SPREAD);
  const rough = reviewed < until && isRoughAt(article, edits);
  const first = { ...act, draft: { blocks: Math.ceil(blocks / count), rough } };
  const more = Array.from({ length: count - 1 }, (_, turn): DatedAct => {
    const minutes = begins.length > 0 ? FIRST_TURN_MINUTES + turn * step : (turn + 1) * step;
    const writer = turn % 2 === 0 ? others[hash % others.length] : by;
    const draft = { blocks: Math.ceil((blocks * (turn + 2)) / count), rough };
    return edit(article, { by: writer ?? by, edits, draft, at: after(start, minutes * MINUTE_MS) });
  });
  const reader = others[(hash + 1) % others.length] ?? by;
  return [first, ...begins, ...more, ...(rough ? [edit(article, { by: reader, edits, at: reviewed })] : [])];
}

const edit = (article: Article, written: Omit<Extract<DatedAct, { act: 'edit' }>, 'act' | 'article'>): DatedAct => ({
  act: 'edit',
  article,
  ...written,
});

/** A working day or more later, at another hour. */
function reviewAt(start: Date, hash: number): Date {
  const at = after(start, (1 + (hash % REVIEW_DAYS_SPREAD)) * DAY_MS + (hash % 50) * MINUTE_MS);
  const daysToMonday = { 6: 2, 0: 1 }[at.getUTCDay()] ?? 0;
  return after(at, daysToMonday * DAY_MS);
}
