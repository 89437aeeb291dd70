export { type Actor, type ActorDoor, hasScope, isAdministrator } from './actor';
export { abilities, authorize, definePolicy, type Policy, type Sentence } from './policy';
