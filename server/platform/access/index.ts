export { type Actor, type ActorDoor, hasScope, isAdministrator } from './actor';
export { abilities, authorize, definePolicy } from './policy';
