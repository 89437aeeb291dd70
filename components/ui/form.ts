'use client';

import { type UseFormInput, type UseFormReturnType, useForm } from '@mantine/form';
import { useState } from 'react';
import type { z } from 'zod';
import { afterPress } from './after-press';
import { useDirty } from './dirty';
import { errorMessage, publicErrorOf } from './error-labels';

type Values = Record<string, unknown>;

type Input<V extends Values> = Omit<UseFormInput<V>, 'validateInputOnBlur'> & {
  /** Which field a refusal of the server belongs to: `{ title_taken: 'title' }`. The rest stands above the form. */
  fieldOfReason?: Record<string, keyof V & string>;
};

export type KenningForm<V extends Values> = UseFormReturnType<V> & {
  /** What the server refused and no field is to blame for; show it with `<FormError>`. */
  formError: string | null;
  /** Give it the handler that sends: on refusal the words stand at the field or above, and nothing typed is lost. */
  submit: (send: (values: V) => Promise<void>) => (event?: React.SyntheticEvent<HTMLFormElement>) => void;
};

/** Mantine's form as every form here behaves: checked on leaving a field, the first error focused, refusals in words. */
export function useKenningForm<V extends Values>({ fieldOfReason = {}, ...input }: Input<V>): KenningForm<V> {
  const [formError, setFormError] = useState<string | null>(null);
  const form = useForm<V>({ mode: 'uncontrolled', ...input } as UseFormInput<V>);
  useDirty(() => form.isDirty());

  const focusFirst = (fields: readonly string[]) => {
    const nodes = fields.flatMap((field) => form.getInputNode(field as never) ?? []);
    // In the order of the page, not of the record.
    nodes.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    nodes[0]?.focus();
  };

  const refuse = (error: unknown) => {
    const known = publicErrorOf(error);
    const field = known ? fieldOfReason[known.reason] : undefined;
    if (!field) return setFormError(errorMessage(error));
    form.setFieldError(field as never, errorMessage(error));
    focusFirst([field]);
  };

  const submit: KenningForm<V>['submit'] = (send) =>
    form.onSubmit(
      async (values) => {
        if (form.submitting) return;
        setFormError(null);
        form.setSubmitting(true);
        const sent = form.getValues();
        try {
          await send(values as V);
          // What was sent is where the next change begins, not what was typed meanwhile.
          form.resetDirty(sent);
        } catch (error) {
          refuse(error);
        } finally {
          form.setSubmitting(false);
        }
      },
      (errors) => focusFirst(Object.keys(errors)),
    );

  const getInputProps: typeof form.getInputProps = (path, options) => {
    const props = form.getInputProps(path, options);
    const onBlur = (event: unknown) => {
      props.onBlur?.(event);
      afterPress(() => void form.validateField(path));
    };
    return { ...props, onBlur };
  };

  return { ...form, getInputProps, formError, submit };
}

/** Mantine's `validate` from a zod object: the words of each field come from `words`, since rules speak in codes. */
export function checkedBy<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  words: { [Key in keyof Shape]?: string },
): { [Key in keyof Shape & string]?: (value: unknown) => string | null } {
  const checks: { [Key in keyof Shape & string]?: (value: unknown) => string | null } = {};
  for (const key of Object.keys(words) as (keyof Shape & string)[]) {
    const field = schema.shape[key] as unknown as z.ZodType | undefined;
    checks[key] = (value) => (field?.safeParse(value).success === false ? (words[key] ?? null) : null);
  }
  return checks;
}
