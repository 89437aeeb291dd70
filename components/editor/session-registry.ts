import { noWayOut, tabDirt } from '@/components/ui/dirty';
import { stopStaying } from '@/components/ui/stay-here';
import { COLLAB_PATH } from '@/server/platform/collab/protocol.schema';
import { EditorSession, type SessionOptions } from './session';
import { isKept } from './session-state';

/** A page that is left keeps its session this long, so that coming back finds it and a re-mount does not reconnect. */
const RELEASE_DELAY_MS = 1_000;

type Held = { session: EditorSession; holders: number; stop: () => void };

const held = new Map<string, Held>();

function warnOnLeave(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** The browser asks before the tab is closed while something is neither saved nor kept in the browser. */
function refreshWarning(): void {
  const all = [...held.values()];
  if (!all.some((one) => one.session.getState().unsaved || isCutOff(one))) stopStaying();
  const inTabOnly = all.some(({ session }) => {
    const state = session.getState();
    return state.unsaved && state.keeper !== 'browser';
  });
  if (inTabOnly) window.addEventListener('beforeunload', warnOnLeave);
  else window.removeEventListener('beforeunload', warnOnLeave);
}

/**
 * Leaving the page now would lose something: a link would end in a page that cannot be loaded, and the tab with it, or
 * the server does not take what is here. While it is being saved the session outlives the page.
 */
function isHeld({ session, holders }: Held): boolean {
  const state = session.getState();
  const { unsaved, phase } = state;
  // Nobody looks at it, or it goes on elsewhere: it lies in the browser.
  if (unsaved && (holders === 0 ? state.keeper === 'browser' : phase === 'ended' && isKept(state))) return false;
  return unsaved && (phase !== 'saving' || !navigator.onLine);
}

/** A page is written on whose server cannot be reached. */
const isCutOff = ({ session, holders }: Held): boolean => {
  const { phase, opened } = session.getState();
  return holders > 0 && opened && phase === 'offline';
};

tabDirt.add(() => [...held.values()].some(isHeld));
noWayOut.add(() => [...held.values()].some(isCutOff));

function letGo(key: string, one: Held): void {
  held.delete(key);
  one.stop();
  one.session.destroy();
  refreshWarning();
}

function probeAll(): void {
  for (const { session } of held.values()) session.probe(false);
}

function wakeAll(): void {
  for (const { session } of held.values()) session.wake();
}

/** What the browser says about the network is a hint, not the truth: the server itself is asked. */
function watchNetwork(): void {
  window.addEventListener('offline', probeAll);
  window.addEventListener('online', wakeAll);
}

/** Where documents are written together. */
export function collabUrl(): string {
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${window.location.host}${COLLAB_PATH}`;
}

function keyOf(options: SessionOptions): string {
  return `${options.url}/${options.documentId}/${options.personId}`;
}

/** @returns whether a page of this tab shows the document */
export function isOnPage(options: SessionOptions): boolean {
  return (held.get(keyOf(options))?.holders ?? 0) > 0;
}

/** Opens a document, or takes up the session that this tab still has on it. Give it back with `releaseSession`. */
export function acquireSession(options: SessionOptions): EditorSession {
  const key = keyOf(options);
  const known = held.get(key);
  if (known && known.session.getState().phase !== 'ended') {
    known.holders += 1;
    return known.session;
  }
  if (known) letGo(key, known);
  const session = new EditorSession(options);
  watchNetwork();
  held.set(key, { session, holders: 1, stop: session.subscribe(refreshWarning) });
  session.connect();
  return session;
}

/** Whoever leaves a page with unsaved changes does not lose them: the session stays until the server has them. */
export function releaseSession(session: EditorSession): void {
  const found = [...held].find(([, one]) => one.session === session);
  if (!found) return;
  const [key, one] = found;
  one.holders -= 1;
  const settle = () => {
    const { unsaved, phase } = session.getState();
    if (one.holders > 0 || held.get(key) !== one) return true;
    if (unsaved && (phase === 'opening' || phase === 'saving' || phase === 'offline')) return false;
    letGo(key, one);
    return true;
  };
  setTimeout(() => {
    if (settle()) return;
    const stop = session.subscribe(() => {
      if (settle()) stop();
    });
  }, RELEASE_DELAY_MS);
}
