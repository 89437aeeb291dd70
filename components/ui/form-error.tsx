import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { ICON } from './theme';

/**
 * What the server refused, above the form's buttons. Announced and scrolled to when it appears; nothing when there is
 * nothing.
 */
export function FormError({ message }: { message: string | null | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (message) place.current?.scrollIntoView({ block: 'nearest' });
  }, [message]);
  if (!message) return null;
  return (
    <Alert ref={place} color="red" role="alert" icon={<IconAlertCircle {...ICON} />}>
      {message}
    </Alert>
  );
}
