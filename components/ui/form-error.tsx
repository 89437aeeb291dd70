import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { ICON } from './theme';

/** What the server refused, above the form's buttons. Announced when it appears; nothing when there is nothing. */
export function FormError({ message }: { message: string | null | undefined }) {
  if (!message) return null;
  return (
    <Alert color="red" role="alert" icon={<IconAlertCircle {...ICON} />}>
      {message}
    </Alert>
  );
}
