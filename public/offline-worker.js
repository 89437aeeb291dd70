/*
 * When a page cannot be loaded, this says so in the place of the browser's own error, and leads to the page as soon as the
 * server is there again. It keeps that page with its script, and nothing else: no other page, no answer, nothing of any
 * person.
 */
const CACHE = 'kenning-offline';
const PAGE = '/offline.html';
const SCRIPT = '/offline.js';

self.addEventListener('install', (event) => {
  const files = [PAGE, SCRIPT].map((file) => new Request(file, { cache: 'reload' }));
  const kept = caches.open(CACHE).then((cache) => cache.addAll(files));
  event.waitUntil(kept.then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  // So that no page waits for this to be started.
  const ready = self.registration.navigationPreload?.enable();
  event.waitUntil(Promise.all([ready, self.clients.claim()]));
});

async function load(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const page = await caches.match(PAGE);
    if (page) return page;
    throw error;
  }
}

self.addEventListener('fetch', (event) => {
  const { mode, method, url } = event.request;
  if (new URL(url).pathname === SCRIPT) event.respondWith(caches.match(SCRIPT).then((kept) => kept ?? fetch(url)));
  if (mode === 'navigate' && method === 'GET') event.respondWith(load(event));
});
