import { beforeEach, describe, expect, test } from 'vitest';
import { after, MINUTE_MS } from '@/server/platform/clock';
import { changeContent } from '../commands/change-content';
import { restoreSession } from '../commands/restore-session';
import { buildItem } from '../factory';
import { getItem } from '../item.queries';
import { TEST_NOW } from '../testing/world';
import { itemSessions } from './history.queries';
import type { ChangedLine } from './history.schema';
import { TwoAuthors } from './two-authors.testing';
import { sessionChanges, sessionDocument, sessionMarkdown, sessionVersions } from './versions.queries';

const two = new TwoAuthors();
const { by, begin, gather } = two;
const minute = (minutes: number) => after(TEST_NOW, minutes * MINUTE_MS);

/** One session of two people: what the one added after five minutes, the other took away after nine. */
async function written(): Promise<{ id: string; session: string }> {
  const id = await begin('Kept.\n');
  await changeContent(by(two.author, minute(5)), { id, markdown: 'Kept.\n\nA paragraph that goes again.\n' });
  await changeContent(by(two.second, minute(9)), { id, markdown: 'Kept.\n' });
  await changeContent(by(two.second, minute(9.5)), { id, markdown: 'Kept. The end.\n' });
  const { sessions } = await itemSessions(by(two.author), { id, limit: 5 });
  expect(sessions).toMatchObject([{ versions: 3 }]);
  return { id, session: sessions[0]?.session ?? '' };
}

const lineOf = ({ change, segments }: ChangedLine) => `${change}: ${segments.map(({ text }) => text).join('')}`;

describe.each(['as rows', 'gathered'])('the versions within a session, %s', (kept) => {
  let given = { id: '', session: '' };
  beforeEach(async () => {
    given = await written();
    if (kept === 'gathered') {
      expect(await gather(given.id)).toEqual({ sessions: 1, refused: null });
    }
  });

  test('CO-V54: what was written and deleted within one session is told, read and restored, by whom it was', async () => {
    const { versions } = await sessionVersions(by(two.world.people.newcomer), given);
    expect(versions.map(({ endedAt, isEnd, isLast }) => [endedAt, isEnd, isLast])).toEqual([
      [minute(9.5), true, true],
      [minute(5), false, false],
      [minute(0), false, false],
    ]);
    expect(versions.map(({ contributors }) => contributors.map(({ person }) => person?.name))).toEqual([
      ['Platform junior'],
      ['Author'],
      ['Author'],
    ]);
    const [end, middle] = versions;
    const at = { ...given, version: middle?.version };
    const read = await sessionMarkdown(by(two.author), at);
    expect(read).toMatchObject({ markdown: 'Kept.\n\nA paragraph that goes again.\n', version: middle });
    expect(JSON.stringify((await sessionDocument(by(two.author), at)).document)).toContain('goes again');
    const changes = await sessionChanges(by(two.author), { ...given, version: end?.version });
    expect(changes).toMatchObject({ version: end, session: { session: given.session } });
    expect(changes.lines.map((line) => ('segments' in line ? lineOf(line) : ''))).toEqual([
      'changed: Kept. The end.',
      'removed: A paragraph that goes again.',
    ]);
    const whole = await sessionChanges(by(two.author), given);
    expect(JSON.stringify(whole.lines)).not.toContain('goes again');
    const { etag } = await getItem(by(two.author), { id: given.id });
    const restored = await restoreSession(by(two.second), at, etag);
    expect(restored).toMatchObject({ changed: true, before: given.session });
    expect((await getItem(by(two.author), { id: given.id })).content).toBe('Kept.\n\nA paragraph that goes again.\n');
    const [event] = await two.database.prisma.event.findMany({
      where: { subject: given.id },
      orderBy: { id: 'desc' },
      take: 1,
    });
    expect(event?.data).toMatchObject({ session: given.session, version: middle?.version });
    const [newest] = (await itemSessions(by(two.author), { id: given.id, limit: 5 })).sessions;
    expect(newest).toMatchObject({ restored: given.session, versions: 1 });
    const back = await sessionChanges(by(two.second), { id: given.id, session: newest?.session ?? '' });
    const added = back.lines.flatMap((line) => ('segments' in line ? line.segments : []));
    expect(added.find(({ text }) => text.includes('goes again'))).toMatchObject({
      by: two.author.personId,
      earlier: true,
    });
    expect(back.authors).toEqual([{ id: two.author.personId, name: 'Author' }]);
  });

  test('CO-V55: no version is another session’s, and who may not read is told of none', async () => {
    const other = await written();
    const [version] = (await sessionVersions(by(two.author), other)).versions.map((one) => one.version);
    const unknown = { code: 'not_found' };
    await expect(sessionMarkdown(by(two.author), { ...given, version })).rejects.toMatchObject(unknown);
    await expect(restoreSession(by(two.author), { ...given, version }, '*')).rejects.toMatchObject(unknown);
    const hidden = await buildItem(by(two.author, TEST_NOW), { markdown: 'Kept.\n', accessLevel: 'restricted' });
    const [session] = (await itemSessions(by(two.author), { id: hidden.id, limit: 1 })).sessions;
    const input = { id: hidden.id, session: session?.session ?? '' };
    expect((await sessionVersions(by(two.author), input)).versions).toMatchObject([{ isEnd: true, isLast: true }]);
    await expect(sessionVersions(by(two.world.people.newcomer), input)).rejects.toMatchObject(unknown);
  });
});
