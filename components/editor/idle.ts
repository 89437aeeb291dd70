import { useEffect } from 'react';
import { IDLE_FIELD } from './presence';
import type { EditorSession } from './session';

/** Whoever has done nothing on the page for so long may be elsewhere. */
const IDLE_AFTER_MS = 2 * 60 * 1_000;
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchmove'] as const;

/** Tells the others whether one is at the page. */
export function useIdle(session: EditorSession): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let idle = false;
    const tell = (now: boolean) => {
      if (idle === now) return;
      idle = now;
      session.awareness.setLocalStateField(IDLE_FIELD, now);
    };
    const onSign = () => {
      clearTimeout(timer);
      timer = setTimeout(() => tell(true), IDLE_AFTER_MS);
      if (document.visibilityState === 'visible') tell(false);
    };
    const onVisibility = () => (document.visibilityState === 'hidden' ? tell(true) : onSign());
    onSign();
    for (const sign of SIGNS) window.addEventListener(sign, onSign, { passive: true });
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) window.removeEventListener(sign, onSign);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [session]);
}
