import type { Locator } from '@playwright/test';

export type Pasted = { html?: string; text?: string; others?: Record<string, string> };

/** Pastes as a program would have put it into the clipboard. */
export function paste(text: Locator, { html, text: words, others = {} }: Pasted): Promise<void> {
  const given = { ...others, ...(html ? { 'text/html': html } : {}), ...(words ? { 'text/plain': words } : {}) };
  return text.evaluate((element, contents) => {
    const clipboardData = new DataTransfer();
    for (const [type, value] of Object.entries(contents)) clipboardData.setData(type, value);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, given);
}

/** A file as the clipboard or a drag brings it; its bytes in base64. */
export type Brought = { name: string; type: string; base64: string };

/** Drops what was dragged here from elsewhere on an element of the text. */
export function drop(onto: Locator, { html, text: words, others = {} }: Pasted, files: readonly Brought[] = []) {
  const given = { ...others, ...(html ? { 'text/html': html } : {}), ...(words ? { 'text/plain': words } : {}) };
  return onto.evaluate(
    (element, { contents, brought }) => {
      const dataTransfer = new DataTransfer();
      for (const [type, value] of Object.entries(contents)) dataTransfer.setData(type, value);
      for (const { name, type, base64 } of brought) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name, { type }));
      }
      const { right, top, height } = element.getBoundingClientRect();
      const at = { clientX: right - 1, clientY: top + height / 2 };
      element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true, ...at }));
    },
    { contents: given, brought: files },
  );
}
