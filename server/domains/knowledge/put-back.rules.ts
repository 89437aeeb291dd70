import type { Schema } from '@tiptap/pm/model';
import { documentSchema, PARAGRAPH_NODE } from './document.schema';

/** How Yjs names a mark of which a text may have several: with a digest behind its name. */
const MARK_OF_SEVERAL = /^(.*)--[a-zA-Z0-9+/=]{8}$/;

/** The mark that Yjs keeps under this name. */
export const markNamed = (name: string): string => MARK_OF_SEVERAL.exec(name)?.[1] ?? name;

/** Which node holds words by themselves, and which marks words may have in which node. */
export function putBackRules(schema: Schema = documentSchema()) {
  return {
    paragraph: PARAGRAPH_NODE,
    markedIn: (node: string, mark: string): boolean => {
      const type = schema.marks[markNamed(mark)];
      return type !== undefined && schema.nodes[node]?.allowsMarkType(type) === true;
    },
  };
}
