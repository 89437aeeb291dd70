import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Tells one process from every other: a pid is reused, a pid with its start time on one machine since its boot is not. */
export type ProcessIdentity = {
  pid: number;
  /** Clock ticks since boot where /proc is, otherwise the date that `ps` prints. */
  start: string;
  machine: Machine;
};

/**
 * Pids can be compared only within one boot and one pid namespace (a container has its own). A host name alone does not
 * say that it is one machine: clones and pods share theirs. `id` is that of the installed system, empty where it has none.
 */
export type Machine = { host: string; boot: string; pidSpace: string; id: string };

const STAT_STATE = 0;
const STAT_START_TICKS = 19;

function readOr(path: string, absent: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return absent;
  }
}

/** @returns when the process started, as an opaque text; null when there is no such living process */
export function processStart(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (existsSync('/proc/self/stat')) {
    const stat = readOr(`/proc/${pid}/stat`, '');
    // The program's name stands in parentheses and may itself contain them: the fields begin after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (stat === '' || fields[STAT_STATE] === 'Z' || fields[STAT_STATE] === 'X') return null;
    return fields[STAT_START_TICKS] ?? null;
  }
  try {
    const line = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' ? null : line;
  } catch {
    return null;
  }
}

/** @returns the command line of a living process, empty when it cannot be read */
export function processCommand(pid: number): string[] {
  if (existsSync('/proc/self/stat')) return readOr(`/proc/${pid}/cmdline`, '').split('\0').filter(Boolean);
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(' ');
  } catch {
    return [];
  }
}

/** @returns the folder a process works in; null where the system does not tell */
export function processFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

/** The id of the installed system, which is its own affair, as a digest that names it only to us; empty without one. */
function systemId(): string {
  const id = readOr('/etc/machine-id', '');
  return id && createHash('sha256').update(`kenning ${id}`).digest('hex').slice(0, 32);
}

/** Where our pids mean something. */
export function thisMachine(): Machine {
  let pidSpace = '';
  try {
    pidSpace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has pid namespaces.
  }
  const boot = readOr('/proc/sys/kernel/random/boot_id', '');
  return { host: hostname(), boot, pidSpace, id: systemId() };
}

/** Who we are to other processes. */
export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, start: processStart(process.pid) ?? '', machine: thisMachine() };
}

/** @returns whether the process lives; 'unknown' when it ran where its pid means nothing to us */
export function lifeOf(other: ProcessIdentity, here: Machine = thisMachine()): 'alive' | 'dead' | 'unknown' {
  const { host, boot, pidSpace, id } = other.machine;
  if (boot === here.boot && pidSpace === here.pidSpace && (boot !== '' || host === here.host)) {
    return processStart(other.pid) === other.start ? 'alive' : 'dead';
  }
  const rebooted = host === here.host && id === here.id && id !== '' && boot !== here.boot;
  return rebooted ? 'dead' : 'unknown';
}
