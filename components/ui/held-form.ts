'use client';

import { type FormEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useDirtyValue } from './dirty';
import { errorMessage } from './error-labels';

type Input = {
  /** All that is typed and chosen, to know whether something would be lost. */
  value: unknown;
  /** What keeps it from being sent; the fields show it in words once `checked`. */
  isWrong?: () => boolean;
  /** A rejection stays in the form, in words. */
  send: () => Promise<void>;
};

/** The first field of a form that says it is wrong. */
function focusFirstWrong(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

/**
 * For a form that holds its value itself, with pickers that are no plain fields; otherwise `useKenningForm`. Both behave
 * alike: the first error has the focus, it is sent once, a refusal stands in words and nothing typed is lost.
 */
export function useHeldForm({ value, isWrong = () => false, send }: Input) {
  const form = useRef<HTMLFormElement>(null);
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useDirtyValue(value);
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    // At once: the fields have to say what is wrong before one of them is looked for.
    flushSync(() => {
      setChecked(true);
      setError(null);
    });
    if (isWrong()) return focusFirstWrong(form.current);
    setBusy(true);
    try {
      await send();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return {
    /** For the `<form>`. */
    formProps: { ref: form, onSubmit, noValidate: true },
    /** Somebody tried to send it, so that what is missing is said. */
    checked,
    check: () => setChecked(true),
    busy,
    error,
    /** The refusal in words, for `<FormError>`. */
    refusal: error === null ? null : errorMessage(error),
  };
}
