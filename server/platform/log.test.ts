import { describe, expect, it } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { type Log, openLog, redact } from './log';

/** A log and the lines it wrote. */
function captured(): { log: Log; written: () => string } {
  let text = '';
  const write = (line: string) => {
    text += line;
  };
  return { log: openLog('trace', { write }), written: () => text };
}

const letters = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCXYZ0123456789'), minLength: min, maxLength: max });
const address = fc
  .tuple(
    letters(3, 12),
    fc.constantFrom('', '.x', '+tag', '_y', '-z'),
    letters(3, 10),
    fc.constantFrom('example', 'co.uk', 'localhost'),
  )
  .map(([name, tail, host, top]) => `${name}${tail}@${host}.${top}`);
const token = letters(24, 40).map((secret) => `kng_${secret}`);
const opaque = letters(16, 40).map((secret) => `Zq9${secret}`);

/** Ways in which a secret stands in words, with the secret itself. */
const secretInText = fc.oneof(
  address.map((secret) => ({ secret, text: `mail to <${secret}>, refused` })),
  address.map((secret) => ({ secret, text: `email=${secret}&x=1` })),
  token.map((secret) => ({ secret, text: `got ${secret}.` })),
  opaque.map((secret) => ({ secret, text: `GET /reset-password?token=${secret}&a=b` })),
  opaque.map((secret) => ({ secret, text: `Authorization: Bearer ${secret}` })),
  opaque.map((secret) => ({ secret, text: `{"password":"${secret}"}` })),
  opaque.map((secret) => ({ secret, text: `connect postgres://kenning:${secret}@db:5432/kenning` })),
);

describe('no secret and no address reaches the log', () => {
  it('in a message, an argument, a field, an error, its cause, a binding, however deep', () => {
    fc.assert(
      fc.property(secretInText, fc.nat({ max: 6 }), ({ secret, text }, depth) => {
        const { log, written } = captured();
        const nest = (value: unknown, left: number): unknown => (left === 0 ? value : { a: [nest(value, left - 1)] });
        log.info(text);
        log.info('with %s and %o', text, { text });
        log.info({ text, inner: nest(text, depth), key: { [text]: 1 } }, text);
        log.error(new Error(text));
        log.error({ err: new Error('outer', { cause: new Error(text) }) }, 'failed');
        log.error({ other: Object.assign(new Error(text), { query: text, code: text }) }, 'failed');
        log.error({ err: new AggregateError([new Error(text)], text) });
        log.warn(new Error(text), text);
        log.child({ text, deep: { text } }).child({ more: text }).info('child');
        expect(written()).not.toContain(secret);
        expect(written().split('\n').filter(Boolean)).toHaveLength(9);
      }),
    );
  });

  it('in a field with a telling name, whatever it holds', () => {
    const name = fc.constantFrom(
      'password',
      'newPassword',
      'token',
      'tokenHash',
      'secret',
      'cookie',
      'authorization',
      'email',
      'toAddress',
      'code',
    );
    fc.assert(
      fc.property(name, opaque, (field, secret) => {
        const { log, written } = captured();
        log.info({ [field]: secret, input: { [field]: [secret], list: [{ [field]: { secret } }] } }, 'seen');
        expect(written()).not.toContain(secret);
      }),
    );
  });
});

describe('what remains can be read', () => {
  it('keeps messages, fields and the error with its place', () => {
    const { log, written } = captured();
    log
      .child({ job: 'mail.deliver' })
      .error({ err: new TypeError('no such queue'), n: 7, big: 8n, at: new Date(0) }, 'job failed');
    const line = JSON.parse(written());
    expect(line).toMatchObject({
      level: 50,
      job: 'mail.deliver',
      msg: 'job failed',
      n: 7,
      big: '8',
      at: '1970-01-01T00:00:00.000Z',
    });
    expect(line.err).toMatchObject({ type: 'TypeError', message: 'no such queue' });
    expect(line.err.stack).toContain('log.test.ts');
  });

  it('survives circles, depth and bytes', () => {
    const { log, written } = captured();
    const circle: Record<string, unknown> = { name: 'x' };
    circle.self = circle;
    log.info({ circle, bytes: new Uint8Array(5), map: new Map([['a', 1]]), none: undefined }, 'odd');
    expect(JSON.parse(written())).toMatchObject({ circle: { name: 'x', self: '[…]' }, bytes: '[5 bytes]' });
  });

  it('leaves ordinary words alone', () => {
    for (const text of ['12:30 at 50%', 'https://kb.example/library?page=2', 'the code was reviewed', 'React v19.3.1'])
      expect(redact(text)).toBe(text);
    expect(redact('to ana@x.example and noah@x.example')).toBe('to [address] and [address]');
  });

  it('answers quickly for long texts without spaces', () => {
    const started = performance.now();
    for (const part of ['a', 'a@', 'token', '%40', 'eyJa.', 'a://', 'password"']) redact(part.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
