import { expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '@/server/platform/clock';
import { type Article, readArticles } from './articles';
import { historyOf } from './history';
import { DEMO_LEAVER, DEMO_PEOPLE } from './people';

const FIRST_NOW = new Date('2026-02-20T00:30:00Z').getTime();
const MOMENTS = 40;
const MOMENT_STEP_MS = DAY_MS + 5 * HOUR_MS;

/** Everything in one load's past that cannot have been. */
function contradictions(articles: readonly Article[], now: Date): string[] {
  const joined = (mailbox: string) => {
    const person = DEMO_PEOPLE.find((one) => one.mailbox === mailbox);
    if (!person) throw new Error(`nobody is ${mailbox}`);
    return new Date(now.getTime() - person.joinedDaysAgo * DAY_MS);
  };
  const leaves = now.getTime() - DEMO_LEAVER.daysAgo * DAY_MS;
  const keepers = new Map<string, Set<string>>();
  const found: string[] = [];
  let before = 0;
  for (const act of historyOf(articles, now, joined)) {
    const { article } = act;
    const at = act.at.getTime();
    const by = act.act === 'create' ? article.author : act.by;
    const demand = (fine: boolean, what: string) => {
      if (!fine) found.push(`${article.file}: ${act.act} by ${by} at ${act.at.toISOString()}: ${what}`);
    };
    demand(at >= before && at < now.getTime(), 'out of order');
    demand(at > joined(by).getTime(), 'before they came');
    demand(by !== DEMO_LEAVER.mailbox || at < leaves - DAY_MS, 'after they left');
    before = at;
    if (act.act === 'create') {
      demand(!article.parent || keepers.has(article.parent), 'before its parent');
      demand(!keepers.has(article.file), 'twice');
      keepers.set(article.file, new Set([by]));
    }
    demand(keepers.get(article.file)?.has(by) ?? false, 'who does not keep it');
    if (act.act === 'maintainers') keepers.set(article.file, new Set([article.author, ...act.mailboxes]));
  }
  for (const article of articles) {
    const missing = article.maintainers.filter((mailbox) => !keepers.get(article.file)?.has(mailbox));
    if (missing.length > 0) found.push(`${article.file}: ${missing.join()} never came to keep it`);
  }
  return found;
}

it('the past fits together whatever day and hour the world is loaded on', async () => {
  const articles = await readArticles();
  for (let moment = 0; moment < MOMENTS; moment += 1) {
    expect(contradictions(articles, new Date(FIRST_NOW + moment * MOMENT_STEP_MS))).toEqual([]);
  }
});
