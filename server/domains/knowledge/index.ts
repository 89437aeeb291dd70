/** What others may call. */
export {
  type AddAttachmentInput,
  type AttachmentFacts,
  addAttachment,
  readAttachment,
} from './commands/add-attachment';
export { changeAccess } from './commands/change-access';
export { changeContent } from './commands/change-content';
export { changeMaintainers } from './commands/change-maintainers';
export { changeMetadata } from './commands/change-metadata';
export { type CreateItemOptions, createItem } from './commands/create-item';
export { decideAccessRequest } from './commands/decide-access-request';
export { handOver } from './commands/hand-over';
export { type ImportOptions, importItems } from './commands/import-items';
export { receiveImportFile } from './commands/import-run';
export { projectItem } from './commands/project-item';
export { deleteItemsOf, purgeTrash } from './commands/purge-trash';
export { renameItem } from './commands/rename-item';
export { requestAccess } from './commands/request-access';
export { restoreItem, trashItem } from './commands/trash-item';
export { type ExportReport, exportItems } from './export/export-items';
export { importFolder } from './import/import-folder';
export type { ImportReport } from './import/report.schema';
export { getItem, itemMarkdown, itemPage } from './item.queries';
export {
  JOB_DEFINITIONS as KNOWLEDGE_JOBS,
  knowledgeWorkers,
  projectStale,
  scheduleProjection,
  scheduleRounds,
} from './jobs';
export { ACCESS_EVENT_TYPES, judgeDocument, readThings } from './judge';
export { listItems } from './list.queries';
export { itemsCsv } from './list-csv';
export { knowledgeNotificationKinds } from './notifications.schema';
export { KNOWLEDGE_REACTIONS } from './reactions';
export { searchItems } from './search/search-items';
