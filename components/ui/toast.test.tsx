import { cleanNotifications, hideNotification, notificationsStore } from '@mantine/notifications';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { offerUndo, undoNewest } from './toast';

const shown = () => notificationsStore.getState().notifications.map((notice) => String(notice.id));

afterEach(() => cleanNotifications());

describe('undo by key', () => {
  it('UI-U1 takes the newest back first, each once', () => {
    const taken: string[] = [];
    const undo = (name: string) => async () => void taken.push(name);
    offerUndo('Ana left', undo('Ana'));
    offerUndo('Zoe left', undo('Zoe'));
    expect([undoNewest(), undoNewest(), undoNewest()]).toEqual([true, true, false]);
    expect(taken).toEqual(['Zoe', 'Ana']);
    expect(shown()).toEqual([]);
  });

  it('UI-U2 what is not offered any more is not taken back', () => {
    const undo = vi.fn(async () => {});
    offerUndo('Ana left', undo);
    for (const id of shown()) hideNotification(id);
    expect(undoNewest()).toBe(false);
    expect(undo).not.toHaveBeenCalled();
  });
});
