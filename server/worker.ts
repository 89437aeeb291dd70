import { documentContent } from './domains/knowledge/document-content';
import { SESSION_CHANGES } from './domains/knowledge/history/changes.tasks';
import { READ_MARKDOWN } from './domains/knowledge/markdown/read-beside';
import { DERIVE_TEXT, DRAFT_TEXT, NAME_TEXT } from './domains/knowledge/text.tasks';
import { GATHER_SESSIONS } from './platform/collab/gather.tasks';
import { checkAndSlice, SLICE_UPDATE } from './platform/collab/update-slices';
import { serveTasks } from './platform/worker/serve';

/** The worker thread's own file: every task there is. */
serveTasks([
  READ_MARKDOWN,
  DERIVE_TEXT,
  DRAFT_TEXT,
  NAME_TEXT,
  SESSION_CHANGES,
  GATHER_SESSIONS,
  SLICE_UPDATE,
  checkAndSlice(documentContent()),
]);
