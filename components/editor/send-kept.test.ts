import { expect, test, vi } from 'vitest';
import { sendKept } from './send-kept';
import { editorState, FIRST_FACTS } from './session-state';

const { releaseSession, read, session } = vi.hoisted(() => {
  let read = () => {};
  const restored = new Promise<void>((resolve) => {
    read = resolve;
  });
  return { releaseSession: vi.fn(), read, session: { restored, getState: vi.fn(), subscribe: vi.fn() } };
});
vi.mock('./session-registry', () => ({
  acquireSession: () => session,
  collabUrl: () => 'wss://kenning.example/collab',
  isOnPage: () => false,
  releaseSession,
}));
vi.mock('@/components/ui/toast', () => ({ sayWrong: vi.fn() }));

test('CO-E81 what is kept is sent also where the browser takes long to read it: nobody lets go of it before', async () => {
  const listeners = new Set<() => void>();
  session.getState.mockReturnValue(editorState(FIRST_FACTS));
  session.subscribe.mockImplementation((listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  });
  const onNews = vi.fn();
  const sent = sendKept('ana', [{ documentId: 'd1', title: 'Keys', at: 0 }], onNews);
  await new Promise((resolve) => setTimeout(resolve));
  expect(releaseSession).not.toHaveBeenCalled();
  read();
  await vi.waitFor(() => expect(releaseSession).toHaveBeenCalledWith(session));
  session.getState.mockReturnValue(editorState({ ...FIRST_FACTS, access: 'write', synced: true, everSynced: true }));
  for (const listener of listeners) listener();
  await sent;
  expect(onNews).toHaveBeenCalledOnce();
});
