import type { FirstScreen } from '../../protocol/firstScreenApi.ts';
import { firstPaint } from './firstPaint.ts';

export type PageHtml = {
  /** What the page's bundle draws. */
  readonly page: 'trajectory' | 'coverage' | 'report' | 'mapColumns' | 'export' | 'compare' | 'make' | 'run' | 'review';
  /** Kept by the page as its state, so that the panel can be brought back after a reload. */
  readonly identity: Readonly<Record<string, string | readonly string[]>>;
  readonly script: string;
  readonly style: string;
  readonly cspSource: string;
  readonly nonce: string;
  readonly language: string;
  /** What is shown until the page's program has read the whole. */
  readonly first?: FirstScreen | null | undefined;
};

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/**
 * The frame of a page. Nothing remote, and no script but ours, by nonce.
 * A first screen brings a script of its own, which is always the same. Inline styles are allowed because the toolkit's controls and the windowed list place themselves with them.
 */
export function pageHtml({ page, identity, script, style, cspSource, nonce, language, first }: PageHtml): string {
  const policy = [
    `default-src 'none'`,
    `img-src ${cspSource} data:`,
    `style-src ${cspSource} 'unsafe-inline'`,
    `font-src ${cspSource} data:`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Casebook</title>
<link rel="stylesheet" href="${attribute(style)}">${first ? `\n<link rel="preload" as="script" nonce="${nonce}" href="${attribute(script)}">` : ''}
</head>
<body data-page="${page}" data-identity="${attribute(JSON.stringify(identity))}">
${first ? `<div id="page">${first.html}</div>
<script nonce="${nonce}" data-program="${attribute(script)}" data-cursor="${first.cursor}" data-scrolled="${first.scrolled ?? ''}">${firstPaint}</script>` : `<script nonce="${nonce}" src="${attribute(script)}"></script>`}
</body>
</html>`;
}
