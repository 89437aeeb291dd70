import { sayWrong } from '@/components/ui/toast';
import type { KeptPage } from './kept-changes';
import type { EditorSession } from './session';
import { acquireSession, collabUrl, isOnPage, releaseSession } from './session-registry';
import type { EditorState } from './session-state';
import { keptLostWords } from './state-words';

/** A server that does not answer is told of; the attempt goes on. */
const ANSWER_MS = 5_000;

const underWay = new Set<string>();

/** Nothing more happens by itself. */
const isSettled = ({ phase, unsaved }: EditorState): boolean =>
  phase === 'ended' || phase === 'read_only' || (phase === 'saved' && !unsaved);

function settled(session: EditorSession): Promise<EditorState> {
  return new Promise((resolve) => {
    const look = () => {
      const state = session.getState();
      if (!isSettled(state)) return;
      stop();
      resolve(state);
    };
    const stop = session.subscribe(look);
    look();
  });
}

async function sendOne(personId: string, { documentId, title }: KeptPage): Promise<void> {
  const options = { url: collabUrl(), documentId, personId, title };
  // A page that shows it sends it itself.
  if (underWay.has(documentId) || isOnPage(options)) return;
  underWay.add(documentId);
  try {
    const session = acquireSession(options);
    const state = settled(session);
    // Until then nothing is known to be unsaved, and nothing would hold it.
    await session.restored;
    // Nobody looks at it: it stays by itself until it is saved, and holds no page.
    releaseSession(session);
    const { reason } = await state;
    if (reason === 'accessLost' || reason === 'documentGone') sayWrong(keptLostWords(title));
  } finally {
    underWay.delete(documentId);
  }
}

/** Opens each document behind the scenes until the server has what is kept of it. @param onNews what is kept may be less now */
export async function sendKept(personId: string, pages: readonly KeptPage[], onNews: () => void): Promise<void> {
  const timer = setTimeout(onNews, ANSWER_MS);
  await Promise.all(pages.map((page) => sendOne(personId, page).then(onNews)));
  clearTimeout(timer);
}
