import { afterAll, describe, expect, it } from 'vitest';
import { readMarkdown } from '@/server/domains/knowledge/markdown/from-markdown';
import { READ_MARKDOWN } from '@/server/domains/knowledge/markdown/read-beside';
import { KenningError } from '@/server/platform/errors';
import { openLog } from '@/server/platform/log';
import { openWorker } from './worker';

const LONG = '## Why\n\nKeys [age](https://example.org), and *nobody* looks.\n\n- [x] Look\n\n'.repeat(300);

describe('the worker thread', { timeout: 30_000 }, () => {
  const thread = openWorker({ NODE_ENV: 'test' }, openLog('silent'));
  afterAll(() => thread.close());

  it('answers what the task answers, while others have their turn', async () => {
    await thread.run(READ_MARKDOWN.name, 'begins');
    let turns = 0;
    const others = setInterval(() => (turns += 1), 0);
    const found = await thread.run(READ_MARKDOWN.name, LONG);
    clearInterval(others);
    expect(found).toEqual(readMarkdown(LONG));
    expect(turns).toBeGreaterThan(0);
  });

  it('answers each asker with what they asked for, and refuses as the task does', async () => {
    const deep = '> '.repeat(5_000);
    const asked = ['one', deep, 'two'].map((text) => thread.run(READ_MARKDOWN.name, text));
    const [one, refused, two] = await Promise.allSettled(asked);
    expect(one).toMatchObject({ value: readMarkdown('one') });
    expect(two).toMatchObject({ value: readMarkdown('two') });
    expect(refused).toMatchObject({ reason: { code: 'too_large', reason: 'markdown_too_deep' } });
    expect(refused?.status === 'rejected' && refused.reason).toBeInstanceOf(KenningError);
  });

  it('lets only so many wait: whoever comes after them is told to come again', async () => {
    const asked = Array.from({ length: 101 }, () => thread.run(READ_MARKDOWN.name, 'one'));
    const answers = await Promise.allSettled(asked);
    expect(answers.at(-1)).toMatchObject({ reason: { code: 'unavailable', reason: 'busy' } });
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
  });

  it('says a task that it does not know is a fault of ours', async () => {
    const unknown = thread.run('nothing', '');
    await expect(unknown).rejects.toThrow('does not know this task');
    await expect(unknown).rejects.not.toBeInstanceOf(KenningError);
  });

  it('tells those who wait when it ends, and begins again for the next', async () => {
    const waiting = expect(thread.run(READ_MARKDOWN.name, LONG)).rejects.toThrow('The worker thread ended');
    await thread.close();
    await waiting;
    expect(await thread.run(READ_MARKDOWN.name, 'again')).toEqual(readMarkdown('again'));
  });
});
