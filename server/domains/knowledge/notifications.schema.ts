import { defineKinds } from '@/server/platform/notifications/kinds.schema';

/**
 * What this domain tells people. A declined request is not among them: an answer would tell who may not read an item
 * that it exists.
 */
export const knowledgeNotificationKinds = defineKinds({
  accessRequested: { name: 'knowledge.access_requested', inApp: true, mail: true },
  accessGranted: { name: 'knowledge.access_granted', inApp: true, mail: true },
  madeMaintainer: { name: 'knowledge.made_maintainer', inApp: true, mail: false },
  mentioned: { name: 'knowledge.mentioned', inApp: true, mail: true },
  importDone: { name: 'knowledge.import_done', inApp: true, mail: false },
  handedOver: { name: 'knowledge.handed_over', inApp: true, mail: true },
});
