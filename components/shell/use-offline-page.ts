import { useEffect } from 'react';

/** A page that cannot be loaded says so in our words; see public/offline-worker.js. Browsers allow it over TLS alone. */
export function useOfflinePage(): void {
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return;
    // Without it the browser shows its own page.
    void navigator.serviceWorker.register('/offline-worker.js').catch(() => undefined);
  }, []);
}
