import type { Locator } from '@playwright/test';

export type Pasted = { html?: string; text?: string; others?: Record<string, string> };

/** A file as the clipboard or a drag brings it; its bytes in base64. */
export type Brought = { name: string; type: string; base64: string };

/** Brings something to an element of the text, as the browser does. */
function bring(onto: Locator, how: 'paste' | 'drop', pasted: Pasted, files: readonly Brought[]): Promise<void> {
  const { html, text, others = {} } = pasted;
  const contents = { ...others, ...(html ? { 'text/html': html } : {}), ...(text ? { 'text/plain': text } : {}) };
  return onto.evaluate(
    (element, given) => {
      const brought = new DataTransfer();
      for (const [type, value] of Object.entries(given.contents)) brought.setData(type, value);
      for (const { name, type, base64 } of given.files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        brought.items.add(new File([bytes], name, { type }));
      }
      const { right, top, height } = element.getBoundingClientRect();
      const at = { clientX: right - 1, clientY: top + height / 2, bubbles: true, cancelable: true };
      element.dispatchEvent(
        given.how === 'paste'
          ? new ClipboardEvent('paste', { ...at, clipboardData: brought })
          : new DragEvent('drop', { ...at, dataTransfer: brought }),
      );
    },
    { how, contents, files },
  );
}

/** Pastes as a program would have put it into the clipboard. */
export function paste(text: Locator, pasted: Pasted, files: readonly Brought[] = []): Promise<void> {
  return bring(text, 'paste', pasted, files);
}

/** Drops what was dragged here from elsewhere on an element of the text. */
export function drop(onto: Locator, pasted: Pasted, files: readonly Brought[] = []): Promise<void> {
  return bring(onto, 'drop', pasted, files);
}
