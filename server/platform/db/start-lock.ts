import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { lifeOf, type ProcessIdentity, thisProcess } from './process-identity';
import { StartError } from './start-error';

/** A server keeps the data directory while it serves; a command keeps it while it runs without a server. */
export type LockRole = 'server' | 'command';
type Holder = ProcessIdentity & { id: string; role: LockRole; leaving: boolean };

export type StartLock = {
  /** Says that we are on our way out, so that a start that follows waits for us. */
  leave: () => void;
  release: () => void;
};

export type LockAnswer = { held: true; lock: StartLock } | { held: false; server: ProcessIdentity };

const BEAT_MS = 5_000;
/** A holder whose pid means nothing here (another container) is gone when its file has not been touched this long. */
const SILENT_MS = 16_000;
/** A server whose starter was killed needs a moment to notice. */
const NOTICE_MS = 2_000;
const LEAVING_MS = 30_000;
const COMMAND_MS = 15 * 60_000;
const POLL_MS = 50;

/**
 * Takes the data directory for this process.
 * @param say is told, once, what is being waited for
 * @returns the lock; or, to a command, the server that holds it
 * @throws StartError to a server when another one lives, or when the folder cannot be written
 */
export async function acquireLock(
  folder: string,
  role: LockRole,
  say: (line: string) => void = () => {},
): Promise<LockAnswer> {
  const path = join(folder, 'lock');
  const mine: Holder = { ...thisProcess(), id: randomBytes(8).toString('hex'), role, leaving: false };
  const since = performance.now();
  const beat = silenceWatch(path);
  let told = false;
  for (; ; await wait(POLL_MS)) {
    if (place(path, mine)) return { held: true, lock: keep(path, mine) };
    const holder = readHolder(path);
    if (!holder) continue;
    const life = lifeOf(holder);
    if (life === 'dead' || (life === 'unknown' && beat() > SILENT_MS)) {
      if (takeOver(path, holder, mine)) return { held: true, lock: keep(path, mine) };
      continue;
    }
    if (holder.role === 'server' && role === 'command' && !holder.leaving) return { held: false, server: holder };
    if (performance.now() - since > patience(holder, life)) throw refusal(folder, holder);
    if (!told && patience(holder, life) > NOTICE_MS && performance.now() - since > NOTICE_MS / 2) {
      told = true;
      say(`Waiting for process ${holder.pid}, which uses ${folder}.`);
    }
  }
}

function patience(holder: Holder, life: 'alive' | 'unknown' | 'dead'): number {
  if (life === 'unknown') return SILENT_MS + BEAT_MS;
  if (holder.leaving) return LEAVING_MS;
  return holder.role === 'server' ? NOTICE_MS : COMMAND_MS;
}

function refusal(folder: string, holder: Holder): StartError {
  const what = holder.role === 'server' ? 'Kenning already runs' : 'A kenning command runs';
  return new StartError(
    `${what} on ${folder} (process ${holder.pid}): stop it first, or set KENNING_DATA_DIR and PORT.`,
  );
}

/** Puts our name there if nobody's is. The file appears whole or not at all. */
function place(path: string, mine: Holder): boolean {
  const draft = writeDraft(path, mine);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw unwritable(path, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(path: string, holder: Holder): string {
  const draft = `${path}.${holder.id}`;
  try {
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
    return draft;
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): StartError {
  const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  return new StartError(
    `The data directory cannot be written (${reason} at ${path}): free it or set KENNING_DATA_DIR.`,
  );
}

/**
 * Replaces a dead holder. Only one process at a time may bury a given holder, and it looks once more whether that
 * holder is still the one it judged: otherwise a slow process could bury the holder's living successor.
 */
function takeOver(path: string, dead: Holder, mine: Holder): boolean {
  const burial = `${path}.after-${dead.id}`;
  const digger = readHolder(burial);
  if (digger && lifeOf(digger) === 'dead') rmSync(burial, { force: true });
  if (!place(burial, mine)) return false;
  try {
    if (readHolder(path)?.id !== dead.id) return false;
    renameSync(writeDraft(path, mine), path);
    return readHolder(path)?.id === mine.id;
  } finally {
    rmSync(burial, { force: true });
  }
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    if (error instanceof SyntaxError) throw new StartError(`${path} is not a lock file of Kenning: remove it.`);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unwritable(path, error);
  }
}

/** @returns a function: for how long, by our own clock, the file has not been touched */
function silenceWatch(path: string): () => number {
  let touched = -1;
  let seen = performance.now();
  return () => {
    const now = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
    if (now !== touched) {
      touched = now;
      seen = performance.now();
    }
    return performance.now() - seen;
  };
}

function keep(path: string, mine: Holder): StartLock {
  const isMine = () => readHolder(path)?.id === mine.id;
  const beat = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // Whoever removed the file must answer for it; the lease in the database still excludes a second writer.
    }
  }, BEAT_MS);
  beat.unref();
  const release = () => {
    clearInterval(beat);
    process.off('exit', release);
    if (isMine()) rmSync(path, { force: true });
  };
  process.once('exit', release);
  const leave = () => {
    if (isMine()) renameSync(writeDraft(path, { ...mine, leaving: true }), path);
  };
  return { leave, release };
}
