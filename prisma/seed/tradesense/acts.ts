import type { Article, Draft } from './articles';

/** One act in the life of an article. */
export type Act =
  | { act: 'create'; draft?: Draft }
  | { act: 'maintainers'; by: string; mailboxes: readonly string[] }
  | { act: 'edit'; by: string; edits: number; draft?: Draft }
  | { act: 'rename'; by: string; title: string }
  | { act: 'open'; by: string }
  | { act: 'trash'; by: string; reason: string };

export type DatedAct = Act & { article: Article; at: Date };

/** A number that is always the same for the same words: the past is the same in every installation. */
export function numberOf(words: string): number {
  let hash = 2_166_136_261;
  for (const character of words) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash;
}
