import { setTimeout as wait } from 'node:timers/promises';
import { DOCUMENT_FRAGMENT } from '@/server/domains/knowledge/document.schema';
import { ATTACKS, type AttackName } from '@/server/platform/collab/attacks.testing';
import { presenceOf } from '@/server/platform/collab/forge.testing';
import type { AttackAnswer, AttackQuestion } from './attacker.child';
import { Child } from './children';
import { Author, WORD_PLACES, wordsIn } from './edits';
import { Member } from './member';
import type { Row } from './report';
import type { RunningServer, Stores } from './servers';

const KEY_MS = 20;
const ATTACK_MS = 2_500;
const ATTACK_MS_MAX = 60_000;
const QUIET_MS = 400;
/** What nobody has seen by then was not delivered. */
const LATE_MS = 5_000;
const CLIENT_ID = 4_711;

type Say = (line: string) => void;
type Ends = Pick<AttackAnswer, 'endings' | 'wrong'>;
type Attacker = Child<AttackQuestion, AttackAnswer>;
/** The longest waits; null: at least one word never came, or was never saved. */
type Waits = { seenMs: number | null; savedMs: number | null };

/** Somebody innocent types, and a colleague watches. */
class Typist {
  private readonly author = new Author(CLIENT_ID);
  private readonly sentMs: number[] = [];
  private readonly seenMs: number[] = [];
  private readonly savedMs: number[] = [];
  readonly beganAtMs = Date.now();
  private typing: Member | null = null;
  private watching: Member | null = null;
  private timer: NodeJS.Timeout | null = null;

  static async begin(server: RunningServer, documentId: string): Promise<Typist> {
    const typist = new Typist();
    typist.watching = await Member.enter(server, {
      documentId,
      person: 'ben',
      onHeard: ({ updates }) => {
        // A word behind one that is missing is nothing that anybody can see.
        for (const words of updates.flatMap(wordsIn))
          if (words.clientId === CLIENT_ID && words.from <= typist.seenMs.length)
            typist.fill(typist.seenMs, words.until);
      },
    });
    typist.typing = await Member.enter(server, {
      documentId,
      person: 'ana',
      onHeard: ({ saved }) => {
        if (saved !== null) typist.fill(typist.savedMs, saved);
      },
    });
    // As every page does: a presence that can be forged.
    typist.typing.say(presenceOf(CLIENT_ID, 1, { cursor: 0 }));
    typist.typing.send(typist.author.begin());
    typist.timer = setInterval(() => typist.type(), KEY_MS);
    return typist;
  }

  private fill(times: number[], until: number): void {
    while (times.length < until) times.push(performance.now());
  }

  private type(): void {
    this.sentMs.push(performance.now());
    this.typing?.send(this.author.word());
    this.typing?.askSaved(this.sentMs.length);
  }

  private longest(times: readonly number[]): number | null {
    if (times.length < this.sentMs.length) return null;
    return Math.max(...this.sentMs.map((sent, index) => (times[index] ?? 0) - sent));
  }

  async end(): Promise<Waits> {
    if (this.timer) clearInterval(this.timer);
    const until = performance.now() + LATE_MS;
    const words = this.sentMs.length;
    while (performance.now() < until && (this.seenMs.length < words || this.savedMs.length < words)) await wait(KEY_MS);
    this.typing?.leave();
    this.watching?.leave();
    return { seenMs: this.longest(this.seenMs), savedMs: this.longest(this.savedMs) };
  }
}

/** @param name null: nobody attacks */
async function under(server: RunningServer, attacker: Attacker, documentId: string, name: AttackName | null) {
  const typist = await Typist.begin(server, documentId);
  await wait(QUIET_MS);
  let ends: Ends = { endings: [], wrong: [] };
  if (name === null) {
    await wait(ATTACK_MS);
  } else {
    const question: AttackQuestion = {
      name,
      documentId,
      url: `ws://127.0.0.1:${server.port}`,
      place: { root: DOCUMENT_FRAGMENT, kind: 'paragraph' },
      victim: { clientId: CLIENT_ID, placesPerMs: WORD_PLACES / KEY_MS, beganAtMs: typist.beganAtMs },
      msMin: ATTACK_MS,
    };
    const answer = await attacker.ask(question, ATTACK_MS_MAX);
    if (answer.error) throw new Error(answer.error);
    ends = answer;
  }
  await wait(QUIET_MS);
  return { waits: await typist.end(), ends };
}

/** Without a figure where a word never came, or where an offender ended otherwise than it should. */
function rowOf(name: AttackName | null, { seenMs, savedMs }: Waits, { endings, wrong }: Ends): Row {
  const failed = seenMs === null || savedMs === null || wrong.length > 0;
  const longest = failed ? null : Math.max(seenMs, savedMs);
  const ended = endings
    .map(([ending, count]) => `${count} × ${ending}${wrong.includes(ending) ? ' (WRONG)' : ''}`)
    .join(', ');
  const ms = (value: number | null) => (value === null ? 'never' : `${value.toFixed(0)} ms`);
  return {
    name: name === null ? 'longest wait of somebody who types, in peace' : `the same during: ${name}`,
    unit: 'ms',
    ours: longest,
    theirs: null,
    figure: longest,
    aim: name === null ? 'wait in peace' : `wait during: ${name}`,
    note: `seen by a colleague ${ms(seenMs)}, saved ${ms(savedMs)}${ended ? `; the attacker's sockets ended: ${ended}` : ''}`,
  };
}

/** How long somebody innocent waits, in the very document that is attacked. */
export async function attacks(stores: Stores, say: Say): Promise<Row[]> {
  say(
    `Attacks: a word every ${KEY_MS} ms in the document under attack, at least ${ATTACK_MS / 1_000} s each, one server for all.`,
  );
  const names: (AttackName | null)[] = [null, ...(Object.keys(ATTACKS) as AttackName[])];
  const documentIds = names.map((_, index) => `attacked-${index}`);
  await stores.makeDocuments(documentIds);
  const { child: attacker } = await Child.start<AttackQuestion, AttackAnswer, unknown>('attacker');
  let server = await stores.start('kenning');
  const rows: Row[] = [];
  try {
    for (const [index, name] of names.entries()) {
      try {
        const { waits, ends } = await under(server, attacker, documentIds[index] ?? '', name);
        rows.push(rowOf(name, waits, ends));
      } catch (error) {
        say(`    ${name ?? 'in peace'}: ${error}`);
        rows.push(rowOf(name, { seenMs: null, savedMs: null }, { endings: [], wrong: [] }));
        await server.kill();
        server = await stores.start('kenning');
      }
      const { note } = rows.at(-1) ?? {};
      say(`    ${name ?? 'in peace'}: ${note}`);
    }
  } finally {
    await attacker.kill();
    await server.kill();
  }
  return rows;
}
