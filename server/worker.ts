import { SESSION_CHANGES } from './domains/knowledge/history/changes.tasks';
import { READ_MARKDOWN } from './domains/knowledge/markdown/read-beside';
import { DERIVE_TEXT, DRAFT_TEXT } from './domains/knowledge/text.tasks';
import { GATHER_SESSIONS } from './platform/collab/gather.tasks';
import { serveTasks } from './platform/worker/serve';

/** The worker thread's own file: every task there is. */
serveTasks([READ_MARKDOWN, DERIVE_TEXT, DRAFT_TEXT, GATHER_SESSIONS, SESSION_CHANGES]);
