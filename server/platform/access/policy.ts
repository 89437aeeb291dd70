import { KenningError, notFound } from '../errors';
import { type Actor, hasScope } from './actor';

/** One sentence: may this actor do this to this record? A missing fact must throw, never answer yes. */
export type Sentence<Facts> = (actor: Actor, facts: Facts) => boolean;

export type Policy<Facts, Ability extends string> = { readonly [A in Ability]: Sentence<Facts> };

/** Names a domain's sentences. `read` is owed by every policy, since it decides between 403 and 404. */
export function definePolicy<Facts>() {
  return <Ability extends string>(sentences: Policy<Facts, Ability | 'read'>): Policy<Facts, Ability | 'read'> =>
    sentences;
}

/**
 * Throws unless the actor may. Whoever may not even read gets what an unknown id gets.
 * @throws KenningError not_found when the actor may not read; forbidden otherwise
 */
export function authorize<Facts, Ability extends string>(
  policy: Policy<Facts, Ability | 'read'>,
  ability: Ability | 'read',
  actor: Actor,
  facts: Facts,
): void {
  if (!hasScope(actor, 'read')) throw new KenningError('forbidden', 'token_scope');
  if (!policy.read(actor, facts)) throw notFound();
  if (ability === 'read') return;
  if (!hasScope(actor, 'write')) throw new KenningError('forbidden', 'token_scope');
  if (!policy[ability](actor, facts)) throw new KenningError('forbidden', 'not_allowed', { ability });
}

/** The answers that leave with a record as `can`. */
export function abilities<Facts, Ability extends string>(
  policy: Policy<Facts, Ability>,
  actor: Actor,
  facts: Facts,
): Record<Ability, boolean> {
  const answer = {} as Record<Ability, boolean>;
  for (const ability of Object.keys(policy) as Ability[]) {
    answer[ability] = hasScope(actor, ability === 'read' ? 'read' : 'write') && policy[ability](actor, facts);
  }
  return answer;
}
