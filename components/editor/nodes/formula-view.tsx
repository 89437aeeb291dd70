import { Popover } from '@mantine/core';
import { NodeSelection } from '@tiptap/pm/state';
import { type Editor, type NodeViewProps, NodeViewWrapper, ReactNodeViewRenderer, useEditorState } from '@tiptap/react';
import { useRef } from 'react';
import formula from '@/components/knowledge/document-view/formula.module.css';
import { FormulaMarkup } from '@/components/knowledge/document-view/formula-markup';
import type { FormulaResult } from '@/components/knowledge/document-view/formula-tree';
import { BlockMath, InlineMath } from '@/server/domains/knowledge/document-formula.schema';
import { focusFormula, formulaOfLine, inlineFormulaRule } from './formula-acts';
import { FormulaForm } from './formula-form';
import { NODE_WORDS } from './labels';
import classes from './nodes.module.css';
import { useFormula } from './use-formula';

function Shown({ latex, result }: { latex: string; result: FormulaResult | null }) {
  if (latex.trim() === '') return <span className={classes.emptyFormula}>{NODE_WORDS.emptyFormula}</span>;
  return result?.ok ? <FormulaMarkup tree={result.tree} /> : <code>{latex}</code>;
}

function FormulaView({ node, editor, getPos }: NodeViewProps) {
  const isBlock = node.type.name === 'blockMath';
  const latex = String(node.attrs.latex ?? '');
  const result = useFormula(latex, isBlock);
  const wasPressed = useRef(false);
  const isChosen = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const { selection } = now.state;
      return now.isEditable && selection instanceof NodeSelection && selection.from === getPos();
    },
  });
  const Element = isBlock ? 'div' : 'span';
  // Before the editor chooses it, so that the form that opens then takes the focus.
  const press = () => {
    wasPressed.current = true;
  };
  const choose = () => {
    const at = getPos();
    if (at === undefined || !editor.isEditable) return;
    wasPressed.current = true;
    editor.commands.setNodeSelection(at);
    focusFormula(editor as Editor);
  };
  return (
    <NodeViewWrapper as={Element} className={isBlock ? formula.block : formula.inline} data-formula-view="">
      {/* The formula is no control that could tell what it opens: it is a part of the text. */}
      <Popover
        opened={isChosen}
        position="bottom-start"
        offset={8}
        withinPortal
        withRoles={false}
        trapFocus={false}
        returnFocus={false}
      >
        <Popover.Target>
          <Element
            contentEditable={false}
            className={classes.formula}
            data-failed={result !== null && !result.ok && latex.trim() !== ''}
            onMouseDown={press}
            onClick={choose}
          >
            <Shown latex={latex} result={result} />
          </Element>
        </Popover.Target>
        <Popover.Dropdown
          className={classes.formulaCard}
          data-editor-float
          role="dialog"
          aria-label={isBlock ? NODE_WORDS.formula : NODE_WORDS.inlineFormula}
        >
          <FormulaForm
            editor={editor as Editor}
            latex={latex}
            isBlock={isBlock}
            result={result}
            takesFocus={wasPressed.current || latex === ''}
            onClose={() => {
              wasPressed.current = false;
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </NodeViewWrapper>
  );
}

/** A formula in a line; its form opens when it is chosen. */
export const InlineMathWithForm = InlineMath.extend({
  addNodeView() {
    return ReactNodeViewRenderer(FormulaView, { as: 'span' });
  },
  addInputRules() {
    return [inlineFormulaRule];
  },
});

/** A formula by itself. */
export const BlockMathWithForm = BlockMath.extend({
  // Before what else Enter does in a line.
  priority: 110,
  addNodeView() {
    return ReactNodeViewRenderer(FormulaView);
  },
  addKeyboardShortcuts() {
    const editor = this.editor as Editor;
    return { Enter: () => focusFormula(editor) || formulaOfLine(editor) };
  },
});
