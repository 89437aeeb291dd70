import { type Actor, hasScope, isAdministrator } from '../access';
import { KenningError, notFound } from '../errors';

/** OP-A1: an administrator runs the installation, through a session; a token never does. */
export function mayOperate(actor: Actor): boolean {
  return isAdministrator(actor) && actor.door.kind !== 'token';
}

/** @throws KenningError not_found, since for everybody else these pages do not exist */
export function demandOperator(actor: Actor): void {
  if (!hasScope(actor, 'read')) throw new KenningError('forbidden', 'token_scope');
  if (!mayOperate(actor)) throw notFound();
}
