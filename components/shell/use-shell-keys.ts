'use client';

import { useRouter } from 'next/navigation';
import { useLayoutEffect, useRef } from 'react';
import { pageDirt } from '@/components/ui/dirty';
import { endTyping, isDialogOpen, isFloatOpen, isPlain, isTyping, watchTyping } from '@/components/ui/keys';
import { arePlainKeysOn } from '@/components/ui/plain-keys';
import { mayLeave, useStayHere } from '@/components/ui/stay-here';
import { sayDone } from '@/components/ui/toast';
import { useFocusOfGoneRows, useRowWalk } from '@/components/ui/use-row-walk';
import { useForgetWayBack } from '@/components/ui/way-back';
import { type KeyCommand, type KeyState, onKey } from './key-sequence';

type Acts = {
  help: () => void;
  find: () => void;
  create: () => void;
  bar: () => void;
  pages: ReadonlyMap<string, string>;
};

/** Esc while typing leaves the field and keeps its text; a search field would empty itself otherwise. */
function leaveField(event: KeyboardEvent): void {
  if (!(event.target instanceof HTMLElement)) return;
  endTyping();
  event.preventDefault();
  event.target.blur();
}

function focusPageSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-page-search]');
  field?.focus();
  field?.select();
  return field !== null;
}

/** One step back, to the last crumb; not away from something typed on the page. */
function goBack(): void {
  const back = document.querySelector<HTMLElement>('[data-back]');
  if (back && pageDirt.isThere())
    sayDone('What you typed here is not sent yet, so Esc stays on this page.', 'esc-stays');
  else back?.click();
}

/** The keys that work on every page. They rest while one types, and while a dialog or a menu is open. */
export function useShellKeys(acts: Acts): void {
  const router = useRouter();
  useStayHere();
  useRowWalk();
  useFocusOfGoneRows();
  useForgetWayBack();
  const latest = useRef(acts);
  latest.current = acts;
  // Before the effects of any dialog on the page: dialogs listen to Esc in the same place.
  useLayoutEffect(() => {
    let state: KeyState = { leaderAt: null };
    const run = (command: KeyCommand) => {
      if (command === 'help') return latest.current.help();
      if (command === 'bar') return latest.current.bar();
      if (command === 'create') return latest.current.create();
      if (command === 'find') return focusPageSearch() ? undefined : latest.current.find();
      if (command === 'back') return goBack();
      const href = latest.current.pages.get(command.slice('go:'.length));
      if (href && mayLeave()) router.push(href);
    };
    // What stands open when a key goes down takes it. By the time the key comes here, Esc may have closed it already.
    const open = { dialog: false, float: false };
    const look = () => {
      open.dialog = isDialogOpen();
      open.float = isFloatOpen();
    };
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !isPlain(event) || open.dialog) return;
      if (event.key === 'Escape' && open.float) return;
      if (isTyping(event.target)) {
        if (event.key === 'Escape') leaveField(event);
        return;
      }
      if (event.key === 'Shift') return;
      if (event.key !== 'Escape' && !arePlainKeysOn()) return;
      const next = onKey(state, event.key, event.timeStamp);
      state = next.state;
      if (!next.command) return;
      event.preventDefault();
      run(next.command);
    };
    window.addEventListener('keydown', look, true);
    document.addEventListener('keydown', listener);
    const stopWatching = watchTyping();
    return () => {
      stopWatching();
      window.removeEventListener('keydown', look, true);
      document.removeEventListener('keydown', listener);
    };
  }, [router]);
}
