'use client';

import '@/components/knowledge/labels';
import '@/components/operator/labels';
import '@/components/people/labels';

/** Brings the words of every domain's refusals to every page: a form does not have to know whose rule refuses it. */
export function Sentences(): null {
  return null;
}
