import type { Node as DocumentNode, Schema } from '@tiptap/pm/model';

/** Words that are a link. */
export function linkedWords(schema: Schema, href: string, words: string): DocumentNode {
  const { link } = schema.marks;
  return schema.text(words, link ? [link.create({ href })] : []);
}
