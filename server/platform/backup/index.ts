export { type ArchiveReader, DamagedBackup, openArchive } from './archive-reader';
export { checkArchive } from './check';
export type { Manifest } from './manifest';
export { type RestorePhase, restoreBackup } from './restore';
export { saveBackup } from './save';
export { type BackupScope, joinScopes, PLATFORM_SCOPE } from './scope';
