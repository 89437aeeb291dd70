import { useDebouncedValue } from '@mantine/hooks';
import { CodeBlockLowlight } from '@tiptap/extension-code-block-lowlight';
import {
  type Editor,
  NodeViewContent,
  type NodeViewProps,
  NodeViewWrapper,
  ReactNodeViewRenderer,
  useEditorState,
} from '@tiptap/react';
import { useState } from 'react';
import { CopyCode } from './code/copy-code';
import { LanguagePicker } from './code/language-picker';
import classes from './editor.module.css';
import { WORDS } from './labels';
import { isHighlighted, languageOptions, lowlight } from './languages';
import { selectCode } from './nodes/code-keys';
import { breakCode, shiftCode, withoutEmptyEnd } from './nodes/code-lines';
import { isDrawn, stepIntoDiagram } from './nodes/diagram-keys';
import { DiagramPreview } from './nodes/diagram-preview';
import nodes from './nodes/nodes.module.css';

/** The source stays for the length of a press, so that what is pressed below it does not move away under the pointer. */
const FOLD_AFTER_MS = 300;

/** Whether the selection is in the block, or was just now, so that its source has to be seen. */
function useIsInside({ editor, getPos, node }: NodeViewProps): boolean {
  const isInside = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const at = getPos();
      const { from, to } = now.state.selection;
      return at !== undefined && from <= at + node.nodeSize && to >= at;
    },
  });
  const [wasInside] = useDebouncedValue(isInside, FOLD_AFTER_MS);
  return isInside || wasInside;
}

function CodeBlockView(props: NodeViewProps) {
  const { node, editor, getPos, updateAttributes } = props;
  const writing = useEditorState({ editor, selector: ({ editor: now }) => now.isEditable });
  const isInside = useIsInside(props);
  const [foldable, setFoldable] = useState(false);
  const language = typeof node.attrs.language === 'string' ? node.attrs.language : '';
  const drawn = isDrawn(language);
  const folded = drawn && foldable && !isInside;
  const edit = () => editor.commands.focus((getPos() ?? 0) + node.nodeSize - 1);
  return (
    <NodeViewWrapper className={`${classes.codeBlock} ${folded ? nodes.folded : ''}`}>
      <div contentEditable={false} className={nodes.codeLanguage}>
        {writing ? (
          <LanguagePicker language={language} onChoose={(chosen) => updateAttributes({ language: chosen || null })} />
        ) : (
          <span>{languageOptions(language).find((option) => option.value === language)?.label}</span>
        )}
        {isHighlighted(language) || drawn ? null : <span>{WORDS.notHighlighted}</span>}
        <CopyCode code={() => node.textContent} />
      </div>
      <pre spellCheck={false}>
        <NodeViewContent<'code'> as="code" />
      </pre>
      {drawn ? (
        <DiagramPreview source={node.textContent} onFoldable={setFoldable} onEdit={folded ? edit : undefined} />
      ) : null}
    </NodeViewWrapper>
  );
}

/** Enter in code. @returns whether the caret is in code */
function enterInCode(editor: Editor): boolean {
  const { state, view } = editor;
  const broken = breakCode(state);
  if (broken === null) return false;
  if (broken !== 'leave') view.dispatch(broken);
  else {
    view.dispatch(withoutEmptyEnd(state));
    editor.commands.exitCode();
  }
  return true;
}

function shiftInCode({ state, view }: Editor, way: 1 | -1): boolean {
  const shifted = shiftCode(state, way);
  if (shifted) view.dispatch(shifted);
  return shifted !== null;
}

/** The code block of the document's schema, highlighted, with its language to choose. */
export const CodeBlockWithLanguage = CodeBlockLowlight.extend({
  addNodeView() {
    return ReactNodeViewRenderer(CodeBlockView);
  },
  addKeyboardShortcuts() {
    const editor = this.editor as Editor;
    return {
      ...this.parent?.(),
      // Everything, at the first press, is the code; at the second one the page.
      'Mod-a': () => selectCode(editor),
      Enter: () => enterInCode(editor),
      Tab: () => shiftInCode(editor, 1),
      'Shift-Tab': () => shiftInCode(editor, -1),
      ArrowUp: () => stepIntoDiagram(editor, 'up'),
      ArrowLeft: () => stepIntoDiagram(editor, 'left'),
      ArrowRight: () => stepIntoDiagram(editor, 'right'),
      ArrowDown: ({ editor: own }) =>
        stepIntoDiagram(editor, 'down') || (this.parent?.().ArrowDown?.({ editor: own }) ?? false),
    };
  },
}).configure({ lowlight });
