'use client';

import { useEffect } from 'react';
import { forgetHere } from './sign-out';

/** At the door, for a browser whose session was ended elsewhere: what it kept goes. */
export function ForgetHere({ personId }: { personId: string }) {
  useEffect(() => {
    void forgetHere(personId);
  }, [personId]);
  return null;
}
