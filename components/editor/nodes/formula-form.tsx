import { Button, Group, Text, Textarea } from '@mantine/core';
import type { Editor } from '@tiptap/react';
import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import type { FormulaResult } from '@/components/knowledge/document-view/formula-tree';
import { FORMULA_CHARACTERS_MAX } from '@/server/domains/knowledge/document-formula.schema';
import { useDraft } from '../use-draft';
import { FORMULA_FIELD, leaveFormula, removeFormula, setLatex } from './formula-acts';
import { formulaFaultWords, NODE_WORDS } from './labels';

type Props = {
  editor: Editor;
  latex: string;
  isBlock: boolean;
  result: FormulaResult | null;
  /** Whether one came here to write, or only passes. */
  takesFocus: boolean;
  onClose: () => void;
};

/** The source of the chosen formula. Every letter goes into the text at once, where the formula shows it. */
export function FormulaForm({ editor, latex, isBlock, result, takesFocus, onClose }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { typed, type } = useDraft(latex, field, FORMULA_CHARACTERS_MAX);
  const close = useRef(onClose);
  useEffect(() => {
    const closed = close.current;
    // After the menu or the key that brought it here has given the focus to the text.
    const asked = takesFocus ? requestAnimationFrame(() => requestAnimationFrame(() => field.current?.focus())) : 0;
    return () => {
      cancelAnimationFrame(asked);
      closed();
    };
  }, [takesFocus]);
  const leave = (event: FormEvent) => {
    event.preventDefault();
    leaveFormula(editor);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isDone = event.key === 'Escape' || (event.key === 'Enter' && (!isBlock || event.ctrlKey || event.metaKey));
    if (!isDone) return;
    event.stopPropagation();
    leave(event);
  };
  const fault = result !== null && !result.ok && typed.trim() !== '' ? result : null;
  return (
    <form onSubmit={leave}>
      <Textarea
        ref={field}
        {...{ [FORMULA_FIELD]: '' }}
        size="xs"
        autosize
        minRows={isBlock ? 2 : 1}
        maxRows={10}
        maxLength={FORMULA_CHARACTERS_MAX}
        spellCheck={false}
        aria-label={NODE_WORDS.formulaSource}
        placeholder={isBlock ? '\\sum_{i=1}^{n} x_i' : 'x^2'}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={typed}
        error={fault ? formulaFaultWords(fault.fault, fault.word) : null}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          type(event.currentTarget.value);
          setLatex(editor, event.currentTarget.value);
        }}
      />
      <Group justify="space-between" gap="xs" mt={6} wrap="nowrap">
        <Text size="xs" c="dimmed">
          {NODE_WORDS.formulaHint(isBlock)}
        </Text>
        <Group gap={4} wrap="nowrap">
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => removeFormula(editor)}>
            {NODE_WORDS.removeFormula}
          </Button>
          <Button size="compact-xs" type="submit">
            {NODE_WORDS.formulaDone}
          </Button>
        </Group>
      </Group>
    </form>
  );
}
