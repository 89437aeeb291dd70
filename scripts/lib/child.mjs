import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/**
 * How the built product is run: readable traces, no warnings that only its packages' authors can act on, and room for
 * what is soon forgotten, of which writing makes much: with the 16 MB that Node gives it, a third of a delivery's
 * processor time went into clearing up.
 */
export const OPERATOR_FLAGS = ['--enable-source-maps', '--no-deprecation', '--max-semi-space-size=64'];

const WATCH_MS = 400;
const SAME_SIGNAL_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const STAT_PARENT = 1;
const STAT_START = 19;

/** @returns {string} a field of what Linux says of a process; empty when it is gone, and on other systems */
function statOf(pid, field) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[field];
  } catch {
    return '';
  }
}

const parentOf = (pid) => statOf(pid, STAT_PARENT);

/** @returns {string} tells a process from a later one with the same pid, where the system allows it */
export const nameOf = (pid) => `${pid} ${statOf(pid, STAT_START)}`;

/** npm, or the shell that it runs us in: when either is gone, nobody is left who could stop us. */
function starterIsGone() {
  const npm = process.env.npm_lifecycle_event !== undefined;
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  return () => npm && (process.ppid !== parent || parentOf(parent) !== grandparent);
}

/** One Ctrl-C arrives several times, from the terminal and from npm: it is passed on once. */
function passer(child) {
  let passedAt = Number.NEGATIVE_INFINITY;
  return (signal) => {
    if (performance.now() - passedAt < SAME_SIGNAL_MS) return;
    passedAt = performance.now();
    child.kill(signal);
  };
}

/**
 * Runs a program in our place: its output is ours, it hears our signals, and we end as it ended. It ends as well when
 * we, or whoever started us, are killed: it notices that the channel has closed.
 * @param apart it hears the terminal's signals only through us: for programs that a second signal forces to end
 * @returns {Promise<number>} its exit code, 128 + n after signal n
 */
export function runInOurPlace(command, args, env = {}, { apart = false } = {}) {
  const isGone = starterIsGone();
  const child = spawn(command, args, {
    stdio: [apart ? 'ignore' : 'inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
    detached: apart,
  });
  const pass = passer(child);
  for (const signal of SIGNALS) process.on(signal, pass);
  const watch = setInterval(() => {
    if (!isGone()) return;
    clearInterval(watch);
    pass('SIGTERM');
  }, WATCH_MS);
  return new Promise((resolve) => {
    const ended = (code) => {
      clearInterval(watch);
      for (const signal of SIGNALS) process.off(signal, pass);
      resolve(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`${command} could not be run: ${error.message}\n`);
      ended(1);
    });
    child.once('exit', (code, signal) => ended(code ?? 128 + constants.signals[signal]));
  });
}

/**
 * Runs one step of several to its end. @param quiet keep its output and show it only when it fails
 * @returns {Promise<number>} its exit code
 */
export function runStep(command, args, { env = {}, quiet = false } = {}) {
  const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
  const child = spawn(command, args, { stdio, env: { ...process.env, ...env } });
  const pass = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, pass);
  const kept = [];
  child.stdout?.on('data', (chunk) => kept.push(chunk));
  child.stderr?.on('data', (chunk) => kept.push(chunk));
  return new Promise((resolve) => {
    const ended = (code) => {
      for (const signal of SIGNALS) process.off(signal, pass);
      if (code !== 0) process.stderr.write(Buffer.concat(kept));
      resolve(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`${command} could not be run: ${error.message}\n`);
      ended(1);
    });
    child.once('close', (code, signal) => ended(code ?? 128 + constants.signals[signal]));
  });
}
