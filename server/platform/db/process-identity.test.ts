import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { lifeOf, type Machine, processStart, thisMachine, thisProcess } from './process-identity';

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

  it('W4 holds a process of an earlier boot of this machine for dead, and one of any other machine for unknown', () => {
    const here = { ...thisMachine(), id: 'this system' };
    const life = (machine: Partial<Machine>) => lifeOf({ ...thisProcess(), machine: { ...here, ...machine } }, here);
    expect(life({})).toBe('alive');
    expect(life({ boot: 'before' })).toBe('dead');
    expect(life({ host: 'another', boot: 'another' })).toBe('unknown');
    expect(life({ pidSpace: 'a container' })).toBe('unknown');
    // A clone or a pod under the same host name, and a system that has no id.
    expect(life({ boot: 'another', id: 'another' })).toBe('unknown');
    expect(lifeOf({ ...thisProcess(), machine: { ...here, boot: 'another', id: '' } }, { ...here, id: '' })).toBe(
      'unknown',
    );
  });

  it('has no start for what is no pid', () => {
    for (const pid of [0, -1, Number.NaN, 2 ** 40]) expect(processStart(pid)).toBeNull();
  });
});
