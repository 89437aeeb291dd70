/*
 * Opens the page that was asked for as soon as Kenning answers again. Until then nothing moves: whoever reads, or has the
 * page read to them, is not thrown back to its beginning.
 */
const TRY_EVERY_MS = 4_000;
const told = document.querySelector('[role="status"]');

/** Whether Kenning answers, and can serve a page. */
async function isBack() {
  try {
    return (await fetch('/api/health', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

async function tryNow() {
  if (await isBack()) location.reload();
}

document.querySelector('button').addEventListener('click', async () => {
  await tryNow();
  const time = new Date().toLocaleTimeString([], { timeStyle: 'medium' });
  told.textContent = `Tried at ${time}: it cannot be reached yet.`;
});
addEventListener('online', tryNow);
setInterval(tryNow, TRY_EVERY_MS);
