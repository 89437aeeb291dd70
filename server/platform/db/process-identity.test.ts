import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { lifeOf, processStart, thisProcess } from './process-identity';

describe('the identity of a process', () => {
  it('knows a living process from one that ended', async () => {
    const child = spawn('sleep', ['60']);
    const identity = { ...thisProcess(), pid: child.pid ?? 0, start: processStart(child.pid ?? 0) ?? '' };
    expect(lifeOf(identity)).toBe('alive');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(lifeOf(identity)).toBe('dead');
  });

  it('is not fooled by a pid that was given to another program', () => {
    expect(lifeOf({ ...thisProcess(), start: '1' })).toBe('dead');
  });

  it('holds a process of an earlier boot for dead and one of another machine for unknown', () => {
    const me = thisProcess();
    expect(lifeOf({ ...me, machine: { ...me.machine, boot: 'before' } })).toBe('dead');
    expect(lifeOf({ ...me, machine: { ...me.machine, host: 'another', boot: 'another' } })).toBe('unknown');
    expect(lifeOf({ ...me, machine: { ...me.machine, pidSpace: 'a container' } })).toBe('unknown');
  });

  it('has no start for what is no pid', () => {
    for (const pid of [0, -1, Number.NaN, 2 ** 40]) expect(processStart(pid)).toBeNull();
  });
});
