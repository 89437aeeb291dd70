'use client';

import { PageError } from '@/components/ui/page-error';

export default function PublicError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <PageError error={error} retry={reset} />;
}
