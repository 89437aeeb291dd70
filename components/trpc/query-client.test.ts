import { describe, expect, it, vi } from 'vitest';
import { makeQueryClient } from './query-client';

describe('queries of a page', () => {
  it('LK-Q1 on the server a query that fails is asked once, and left to the browser', async () => {
    const queryFn = vi.fn(() => Promise.reject(new Error('down')));
    await makeQueryClient().prefetchQuery({ queryKey: ['thing'], queryFn });
    expect(queryFn).toHaveBeenCalledTimes(1);
  });
});
