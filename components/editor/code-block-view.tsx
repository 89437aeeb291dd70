import { CodeBlockLowlight } from '@tiptap/extension-code-block-lowlight';
import {
  NodeViewContent,
  type NodeViewProps,
  NodeViewWrapper,
  ReactNodeViewRenderer,
  useEditorState,
} from '@tiptap/react';
import { CopyCode } from './code/copy-code';
import { LanguagePicker } from './code/language-picker';
import classes from './editor.module.css';
import { WORDS } from './labels';
import { isHighlighted, languageOptions, lowlight } from './languages';

function CodeBlockView({ node, editor, updateAttributes }: NodeViewProps) {
  const writing = useEditorState({ editor, selector: ({ editor: now }) => now.isEditable });
  const language = typeof node.attrs.language === 'string' ? node.attrs.language : '';
  return (
    <NodeViewWrapper className={classes.codeBlock}>
      <div contentEditable={false} className={classes.codeLanguage}>
        {writing ? (
          <LanguagePicker language={language} onChoose={(chosen) => updateAttributes({ language: chosen || null })} />
        ) : (
          <span>{languageOptions(language).find((option) => option.value === language)?.label}</span>
        )}
        {isHighlighted(language) ? null : <span>{WORDS.notHighlighted}</span>}
        <CopyCode code={() => node.textContent} />
      </div>
      <pre spellCheck={false}>
        <NodeViewContent<'code'> as="code" />
      </pre>
    </NodeViewWrapper>
  );
}

/** The code block of the document's schema, highlighted, with its language to choose. */
export const CodeBlockWithLanguage = CodeBlockLowlight.extend({
  addNodeView() {
    return ReactNodeViewRenderer(CodeBlockView);
  },
}).configure({ lowlight, enableTabIndentation: true, tabSize: 2 });
