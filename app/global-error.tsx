'use client';

import './globals.css';

/** Not in a file: Next would have every page load it ahead, for an error that hardly any meets. */
const STYLES = `
body { margin: 0; background: Canvas; color: CanvasText; color-scheme: light dark; font: 15px / 1.6 system-ui, sans-serif }
main { max-width: 480px; margin: 14vh auto 0; padding: 0 16px }
h1 { font-size: 22px; line-height: 1.3 }
button {
  padding: 8px 16px; border: 1px solid ButtonBorder; border-radius: 6px;
  background: ButtonFace; color: ButtonText; font: inherit; cursor: pointer;
}`;

/** When even the layout failed: no theme, no providers, only words. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <style>{STYLES}</style>
        <main>
          <h1>Kenning could not be shown</h1>
          <p>Nothing that was saved is lost.</p>
          <p>Try again. If it happens once more, tell an administrator the reference.</p>
          <p>
            Reference <code>{error.digest ?? 'none: it happened in this browser'}</code>
          </p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
