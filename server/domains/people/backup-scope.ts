import type { BackupScope } from '@/server/platform/backup/scope';

/** Codes that open an account once: whoever holds a backup must not come in by one. */
export const PEOPLE_BACKUP_SCOPE: BackupScope = {
  leftOut: { password_reset: 'opens an account once, for hours' },
  replaced: {
    'invitation.token_hash': {
      sql: `'left out ' || t.id`,
      why: 'opens an account once: an administrator sends the invitation anew',
    },
    'installation.set_up_code_hash': { sql: 'null::text', why: 'opens an installation once' },
  },
  filledAtStart: ['installation'],
};
