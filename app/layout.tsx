import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './globals.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Sentences } from '@/components/shell/sentences';
import { Providers } from '@/components/ui/providers';

export const metadata: Metadata = {
  title: { default: 'Kenning', template: '%s · Kenning' },
  description: 'Where the company writes down what it knows.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  // Where a browser can, its keyboard makes the page shorter instead of lying over it.
  interactiveWidget: 'resizes-content',
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#151d1d' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <nav aria-label="Skip">
          <a href="#text" className="skip-link">
            Skip to the text
          </a>
        </nav>
        <Sentences />
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
