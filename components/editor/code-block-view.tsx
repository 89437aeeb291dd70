import { NativeSelect } from '@mantine/core';
import { CodeBlockLowlight } from '@tiptap/extension-code-block-lowlight';
import {
  NodeViewContent,
  type NodeViewProps,
  NodeViewWrapper,
  ReactNodeViewRenderer,
  useEditorState,
} from '@tiptap/react';
import classes from './editor.module.css';
import { WORDS } from './labels';
import { languageOptions, lowlight } from './languages';

function CodeBlockView({ node, editor, updateAttributes }: NodeViewProps) {
  const writing = useEditorState({ editor, selector: ({ editor: now }) => now.isEditable });
  const language = typeof node.attrs.language === 'string' ? node.attrs.language : '';
  const options = languageOptions(language);
  return (
    <NodeViewWrapper className={classes.codeBlock}>
      <div contentEditable={false} className={classes.codeLanguage}>
        {writing ? (
          <NativeSelect
            size="xs"
            variant="unstyled"
            aria-label={WORDS.codeLanguage}
            data={options}
            value={language}
            onChange={(event) => updateAttributes({ language: event.currentTarget.value || null })}
          />
        ) : (
          <span>{options.find((option) => option.value === language)?.label}</span>
        )}
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
