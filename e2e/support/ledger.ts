import type { Answer } from './doors';
import { steadyFlight, steadyPage } from './flight';

const SHOWN_CHARACTERS = 160;
const FINDINGS_SHOWN_MAX = 20;
const VOLATILE_HEADERS = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

/** Who asked, about what, at which door. */
export type At = { actor: string; item: string; door: string };

/** Counts what was checked and keeps what failed, so that one run names every hole and not only the first. */
export class Ledger {
  checks = 0;
  readonly findings: string[] = [];

  /** Notes a check. @param says what is wrong when it is not so */
  check(at: At, isSo: boolean, says: string | (() => string)): void {
    this.checks += 1;
    if (isSo) return;
    this.findings.push(`${at.actor} · ${at.item} · ${at.door}: ${typeof says === 'string' ? says : says()}`);
  }

  status(at: At, answer: Answer, ...wanted: number[]): void {
    const says = () => `${answer.status} instead of ${wanted.join(' or ')}: ${answer.body.slice(0, SHOWN_CHARACTERS)}`;
    this.check(at, wanted.includes(answer.status), says);
  }

  /** The two answers are one, byte for byte, when each one's own id is masked. */
  same(at: At, answer: Answer, asked: readonly string[], other: Answer, otherAsked: readonly string[]): void {
    const [one, two] = [masked(answer, asked), masked(other, otherAsked)];
    this.check(at, one === two, () => `differs from an unknown id: ${difference(one, two)}`);
  }

  /** Fails with what was found, the first of it in full. */
  demandNone(): void {
    if (this.checks === 0) throw new Error('nothing was checked');
    if (this.findings.length === 0) return;
    const shown = this.findings.slice(0, FINDINGS_SHOWN_MAX).join('\n');
    throw new Error(`${this.findings.length} of ${this.checks} checks failed:\n${shown}`);
  }

  /** Does the work and notes it as failed when it throws. */
  async try(at: At, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.check(at, false, error instanceof Error ? `${error.message}` : String(error));
    }
  }
}

/** An answer as text, without the asked ids and without what differs between any two requests. */
export function masked({ status, headers, body }: Answer, asked: readonly string[]): string {
  const nonce = /'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1];
  const lines = Object.entries(headers)
    .filter(([name]) => !VOLATILE_HEADERS.has(name))
    .map(([name, value]) => `${name}: ${value}`)
    .sort();
  let text = [status, ...lines, '', steadyBody(headers['content-type'] ?? '', body)].join('\n');
  for (const id of asked) text = text.replaceAll(id, '<id>');
  if (nonce) text = text.replaceAll(nonce, '<nonce>');
  return text.replace(/("reference\\?":\\?")[0-9A-F]{10}/g, '$1<reference>');
}

function steadyBody(type: string, body: string): string {
  if (type.startsWith('text/html')) return steadyPage(body);
  return type.startsWith('text/x-component') ? steadyFlight(body) : body;
}

function difference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(0, at - SHOWN_CHARACTERS / 2);
  return JSON.stringify([one.slice(from, at + SHOWN_CHARACTERS / 2), other.slice(from, at + SHOWN_CHARACTERS / 2)]);
}
