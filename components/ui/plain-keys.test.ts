import { afterEach, describe, expect, it, vi } from 'vitest';
import { arePlainKeysOn, plainKeysFrom, setPlainKeys } from './plain-keys';

/** A browser with this storage, or with one that refuses. */
function browser(storage: Partial<Storage> | null): void {
  const window = new EventTarget();
  Object.defineProperty(window, 'localStorage', {
    get: () => {
      if (storage === null) throw new Error('refused');
      return storage;
    },
  });
  vi.stubGlobal('window', window);
}

afterEach(() => vi.unstubAllGlobals());

describe('keys of one letter', () => {
  it('UI-K1 are on unless somebody switched them off', () => {
    expect([null, 'on', '', 'nonsense'].map(plainKeysFrom)).toEqual([true, true, true, true]);
    expect(plainKeysFrom('off')).toBe(false);
  });

  it('UI-K2 stay off in this browser', () => {
    const kept = new Map<string, string>();
    browser({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) });
    setPlainKeys(false);
    expect([...kept.values()]).toEqual(['off']);
    expect(arePlainKeysOn()).toBe(false);
    setPlainKeys(true);
    expect(arePlainKeysOn()).toBe(true);
  });

  it('UI-K3 can be switched off where the browser keeps nothing', () => {
    browser(null);
    setPlainKeys(false);
    expect(arePlainKeysOn()).toBe(false);
    setPlainKeys(true);
    expect(arePlainKeysOn()).toBe(true);
  });
});
