import { DAY_MS, MINUTE_MS } from '@/server/platform/clock';
import { type Act, type DatedAct, numberOf } from './acts';
import { type Article, linksIn, textAfter } from './articles';
import { DEMO_LEAVER } from './people';
import { writtenTogether } from './writing-together';

const STEP_MS = 7 * MINUTE_MS;
const WORK_BEGINS_UTC_HOUR = 7;
const WORK_HOURS = 10;
/** Who has come, or is about to leave, does not write with others yet, or any more. */
const SETTLED_MS = 3 * DAY_MS;

/** A moment in working hours of that day, or of the Friday before. */
export function workingMoment(now: Date, daysAgo: number, words: string): Date {
  const day = new Date(now.getTime() - daysAgo * DAY_MS);
  const hash = numberOf(words);
  day.setUTCHours(WORK_BEGINS_UTC_HOUR + (hash % WORK_HOURS), Math.floor(hash / 97) % 60, hash % 60, 0);
  const pastFriday = Math.max(0, ((day.getUTCDay() + 6) % 7) - 4);
  return new Date(day.getTime() - pastFriday * DAY_MS);
}

/**
 * The life of every article, in the order of time.
 * @param joined when each person came
 */
export function historyOf(articles: readonly Article[], now: Date, joined: (mailbox: string) => Date): DatedAct[] {
  const lives = new Map(articles.map((article) => [article.file, lifeOf(article, now, joined)]));
  const born = (file: string) => lives.get(file)?.[0]?.at ?? now;
  const all = [...lives.values()].flatMap((life) => [...life, ...linkingLater(life, now, born)]);
  return all.sort((a, b) => a.at.getTime() - b.at.getTime());
}

function lifeOf(article: Article, now: Date, joined: (mailbox: string) => Date): DatedAct[] {
  const { file, author, renamed, opened, trashed } = article;
  const on = (daysAgo: number, act: Act): DatedAct => ({
    ...act,
    article,
    at: workingMoment(now, daysAgo, `${file} ${act.act} ${daysAgo}`),
  });
  const birth = on(article.created, { act: 'create' });
  const later = article.edits.map(({ by, daysAgo }, n) => on(daysAgo, { act: 'edit', by, edits: n + 1 }));
  if (renamed) later.push(on(renamed.daysAgo, { act: 'rename', by: renamed.by, title: article.title }));
  if (opened) later.push(on(opened.daysAgo, { act: 'open', by: opened.by }));
  if (trashed) later.push(on(trashed.daysAgo, { act: 'trash', by: trashed.by, reason: trashed.reason }));

  const keepers = [...article.maintainers].sort((a, b) => joined(a).getTime() - joined(b).getTime());
  const first = keepers.filter((mailbox) => joined(mailbox) < birth.at).length;
  const begins = [birth];
  if (first > 1) begins.push({ ...birth, act: 'maintainers', by: author, mailboxes: keepers.slice(0, first) });
  for (const [index, mailbox] of keepers.entries()) {
    if (index < first) continue;
    const at = new Date(joined(mailbox).getTime() + DAY_MS);
    later.push({ act: 'maintainers', by: author, mailboxes: keepers.slice(0, index + 1), article, at });
  }
  // On the first days of a week all acts may fall on one Friday: who keeps the article is settled first.
  const life = spread([...begins, ...later.sort((a, b) => a.at.getTime() - b.at.getTime())]);
  const left = now.getTime() - DEMO_LEAVER.daysAgo * DAY_MS;
  const keepersAt = (at: Date) =>
    [author, ...article.maintainers.filter((mailbox) => mailbox !== author)].filter((mailbox) => {
      const leaves = mailbox === DEMO_LEAVER.mailbox ? left : Number.POSITIVE_INFINITY;
      return joined(mailbox).getTime() + SETTLED_MS < at.getTime() && at.getTime() < leaves - 2 * SETTLED_MS;
    });
  return writtenTogether(life, { now, keepersAt });
}

/** No two acts on one article at once. */
function spread(acts: readonly DatedAct[]): DatedAct[] {
  let earliest = 0;
  return acts.map((act) => {
    const at = new Date(Math.max(act.at.getTime(), earliest));
    earliest = at.getTime() + STEP_MS;
    return { ...act, at };
  });
}

/** Links to articles that did not exist yet at the last edit are put in when the last of them is there. */
function linkingLater(life: readonly DatedAct[], now: Date, born: (file: string) => Date): DatedAct[] {
  const last = life.at(-1);
  if (!last || last.act === 'trash') return [];
  const { article } = last;
  const edited = life.findLast((act) => act.act === 'edit' || act.act === 'create') ?? last;
  const missing = linksIn(textAfter(article, article.edits.length)).filter((file) => born(file) > edited.at);
  if (missing.length === 0) return [];
  const ready = Math.max(last.at.getTime(), ...missing.map((file) => born(file).getTime()));
  const at = new Date(ready + 3 * STEP_MS);
  const left = now.getTime() - DEMO_LEAVER.daysAgo * DAY_MS - DAY_MS;
  const here = (mailbox: string) => mailbox !== DEMO_LEAVER.mailbox || at.getTime() < left;
  const by = [article.author, ...article.maintainers].find(here) ?? article.author;
  return [{ act: 'edit', by, edits: article.edits.length, article, at }];
}
