import { createHash } from 'node:crypto';
import type { Digest } from './manifest';

const LINE_END = 0x0a;

/** Passes bytes on, and knows their digest, how many there were, and how many lines. */
export class Digester {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  lines = 0;

  /** @param onLines told how many lines have come since it was last told */
  constructor(private readonly onLines: (lines: number) => void = () => {}) {}

  update(chunk: Uint8Array): void {
    this.hash.update(chunk);
    this.bytes += chunk.byteLength;
    let lines = 0;
    for (let at = chunk.indexOf(LINE_END); at !== -1; at = chunk.indexOf(LINE_END, at + 1)) lines += 1;
    this.lines += lines;
    if (lines > 0) this.onLines(lines);
  }

  async *through(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.update(chunk);
      yield chunk;
    }
  }

  /** Reads a source to its end. */
  async drain(source: AsyncIterable<Uint8Array>): Promise<Digest> {
    for await (const chunk of source) this.update(chunk);
    return this.end();
  }

  /** Asked once, at the end. */
  end(): Digest {
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }
}

const LINES_AT_ONCE = 500;

/** Lines of text as bytes, some at a time. */
export async function* asBytes(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let some: string[] = [];
  for await (const line of lines) {
    some.push(`${line}\n`);
    if (some.length < LINES_AT_ONCE) continue;
    yield Buffer.from(some.join(''));
    some = [];
  }
  if (some.length > 0) yield Buffer.from(some.join(''));
}
