export type { AskNames, MentionChoice, MentionDoor } from './mention-door';
export { MentionNames } from './mention-names';
