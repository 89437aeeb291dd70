import { afterAll, describe, expect, it } from 'vitest';
import { readMarkdown } from '@/server/domains/knowledge/markdown/from-markdown.rules';
import { READ_MARKDOWN } from '@/server/domains/knowledge/markdown/read-beside';
import { DERIVE_TEXT, DRAFT_TEXT } from '@/server/domains/knowledge/text.tasks';
import { KenningError } from '@/server/platform/errors';
import { openLog } from '@/server/platform/log';
import { openWorker } from './worker';

const LONG = '## Why\n\nKeys [age](https://example.org), and *nobody* looks.\n\n- [x] Look\n\n'.repeat(300);

describe('the worker thread', { timeout: 30_000 }, () => {
  const thread = openWorker({ NODE_ENV: 'test' }, openLog('silent'));
  afterAll(() => thread.close());

  it('answers what the task answers, while others have their turn', async () => {
    await thread.run(READ_MARKDOWN, 'begins');
    let turns = 0;
    const others = setInterval(() => (turns += 1), 0);
    const found = await thread.run(READ_MARKDOWN, LONG);
    clearInterval(others);
    expect(found).toEqual(readMarkdown(LONG));
    expect(turns).toBeGreaterThan(0);
  });

  it('answers each asker with what they asked for, and refuses as the task does', async () => {
    const deep = '> '.repeat(5_000);
    const asked = ['one', deep, 'two'].map((text) => thread.run(READ_MARKDOWN, text));
    const [one, refused, two] = await Promise.allSettled(asked);
    expect(one).toMatchObject({ value: readMarkdown('one') });
    expect(two).toMatchObject({ value: readMarkdown('two') });
    expect(refused).toMatchObject({ reason: { code: 'too_large', reason: 'markdown_too_deep' } });
    expect(refused?.status === 'rejected' && refused.reason).toBeInstanceOf(KenningError);
  });

  it('lets only so many wait: whoever comes after them is told to come again', async () => {
    const asked = Array.from({ length: 102 }, () => thread.run(READ_MARKDOWN, 'one'));
    const answers = await Promise.allSettled(asked);
    expect(answers.at(-1)).toMatchObject({ reason: { code: 'unavailable', reason: 'busy' } });
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(101);
  });

  it('CO-E82 what somebody waits for who writes waits for nothing else, however much there is and however long it takes', async () => {
    const done: string[] = [];
    const asked = (name: string, input: string, isUrgent = false) =>
      thread.run({ ...READ_MARKDOWN, isUrgent }, input).then(() => void done.push(name));
    await asked('begins', 'one', true);
    const others = Array.from({ length: 101 }, (_, at) => asked('other', at === 0 ? LONG : 'one'));
    await Promise.all([...others, ...[1, 2].map((at) => asked(`urgent ${at}`, 'one', true))]);
    expect(done.slice(0, 4)).toEqual(['begins', 'urgent 1', 'urgent 2', 'other']);
  });

  it('KN-M12 derives long texts and works out their changes as it is done at once, while others have their turn', async () => {
    const first = DRAFT_TEXT.run({ updates: [], wanted: { markdown: LONG } });
    const updates = first.update ? [first.update] : [];
    const order = { updates, wanted: { markdown: LONG.replace('nobody', 'everybody') } };
    let turns = 0;
    const others = setInterval(() => (turns += 1), 0);
    const { update, text } = await thread.run(DRAFT_TEXT, order);
    expect(await thread.run(DERIVE_TEXT, [...updates, update])).toEqual(text);
    clearInterval(others);
    expect(text).toEqual(DRAFT_TEXT.run(order).text);
    expect(turns).toBeGreaterThan(0);
    expect([DRAFT_TEXT.isShort(order), DERIVE_TEXT.isShort(updates)]).toEqual([false, false]);
  });

  it('KN-M13 gives up a task that is not done in time, and goes on with those who wait', async () => {
    const asked = [{ ...READ_MARKDOWN, deadlineMs: 1 }, READ_MARKDOWN].map((task) => thread.run(task, LONG));
    const [late, next] = await Promise.allSettled(asked);
    expect(late).toMatchObject({ reason: { code: 'unavailable', reason: 'took_too_long' } });
    expect(next).toMatchObject({ value: readMarkdown(LONG) });
  });

  it('KN-M15 gives up a task that wants too much memory as one too large, and goes on with those who wait', async () => {
    const heavy = '- a\n'.repeat(49_000);
    const [given, next] = await Promise.allSettled([heavy, LONG].map((text) => thread.run(READ_MARKDOWN, text)));
    expect(given).toMatchObject({ reason: { code: 'too_large', reason: 'took_too_much' } });
    expect(next).toMatchObject({ value: readMarkdown(LONG) });
  });

  it('says a task that it does not know is a fault of ours', async () => {
    const unknown = thread.run({ ...READ_MARKDOWN, name: 'nothing' }, '');
    await expect(unknown).rejects.toThrow('does not know this task');
    await expect(unknown).rejects.not.toBeInstanceOf(KenningError);
  });

  it('tells those who wait when it ends, and begins again for the next', async () => {
    const waiting = expect(thread.run(READ_MARKDOWN, LONG)).rejects.toThrow('The worker thread ended');
    await thread.close();
    await waiting;
    expect(await thread.run(READ_MARKDOWN, 'again')).toEqual(readMarkdown('again'));
  });
});
