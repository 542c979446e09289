import { visibleText } from './visibleText.ts';

/** Recorded text as text of HTML, between tags or in a quoted attribute: nothing of it becomes markup, and what a screen would hide is shown. */
export function htmlText(text: string): string {
  return visibleText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A file of HTML that asks for nothing else and runs nothing. @param title text @param body HTML */
export function htmlPage(title: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${htmlText(title)}</title>
<style>${style}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}
