import type { Page, Request } from 'playwright-core';
import { isOpenedByTest } from './warmBrowser.ts';

/** All that a page does beyond drawing what it was handed: it should do nothing of it. */
export type Watched = {
  /** One text each: a request beyond the page's own files, a dialog, a window, a download, a navigation, what the policy refused. */
  readonly deeds: readonly string[];
  /** What is in the page that could act, and text that turns other text around. */
  suspects(): Promise<readonly string[]>;
};

/** Fonts and styles of the page's own bundle. */
const ownData = /^data:font\//u;

/** Of another page that a test opened, which shares the browser. What the page itself opens has no frame yet, or is no such page. */
function isOfAnother(request: Request, page: Page): boolean {
  try {
    const from = request.frame().page();
    return from !== page && isOpenedByTest(from);
  } catch {
    return false;
  }
}

/** Call before the page is opened. */
export async function watchPage(page: Page, origin: string): Promise<Watched> {
  const deeds: string[] = [];
  const own = new Set([`${origin}/webview.js`, `${origin}/webview.css`, `${origin}/favicon.ico`]);
  let loaded = false;
  const watch = (request: Request): void => {
    if (isOfAnother(request, page)) return;
    const url = request.url();
    const isPage = !loaded && url.startsWith(`${origin}/?theme=`);
    loaded ||= isPage;
    if (!isPage && !own.has(url) && !ownData.test(url)) deeds.push(`request ${url.slice(0, 200)}`);
  };
  const context = page.context().on('request', watch);
  page.once('close', () => context.off('request', watch));
  page.on('websocket', (socket) => deeds.push(`socket ${socket.url()}`));
  page.on('worker', (worker) => deeds.push(`worker ${worker.url()}`));
  page.on('dialog', (dialog) => {
    deeds.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => deeds.push(`window ${popup.url()}`));
  page.on('download', (download) => deeds.push(`download ${download.url()}`));
  page.on('frameattached', (frame) => deeds.push(`frame ${frame.url()}`));
  await page.exposeFunction('refusedByPolicy', (what: string) => void deeds.push(what));
  await page.addInitScript(() => {
    const tell = (what: string) => (window as unknown as { refusedByPolicy(what: string): void }).refusedByPolicy(what);
    document.addEventListener('securitypolicyviolation', (event) => tell(`refused ${event.violatedDirective} ${event.blockedURI}`));
    Object.defineProperty(window, 'ran', { set(by) { tell(`ran ${String(by)}`); } });
  });
  return { deeds, suspects: () => page.evaluate(findSuspects) };
}

function findSuspects(): readonly string[] {
  const found: string[] = [];
  // eslint-disable-next-line no-control-regex
  const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])|\u{e0041}/u;
  const spell = (text: string) => JSON.stringify(text.slice(Math.max(0, text.search(unseen) - 40), text.search(unseen) + 40)).replaceAll(/[^ -~]/gu, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const where = (element: Element | null) => (element ? `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} in .${element.parentElement?.getAttribute('class') ?? ''}` : 'nowhere');
  const all = document.querySelectorAll('#page, #page *');
  for (const element of all) {
    if (/^(?:img|script|iframe|object|embed|frame|link|style|base|meta|video|audio|source|form|portal|applet|picture|image|use|foreignobject|math|marquee)$/iu.test(element.localName)) found.push(`element ${where(element)}`);
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on')) found.push(`handler ${name} on ${where(element)}`);
      if (/^(?:href|src|srcset|action|formaction|xlink:href|poster|data|background|ping)$/u.test(name) && !/^(?:https?:|mailto:)/iu.test(value)) found.push(`address ${name}=${value.slice(0, 80)}`);
      if (name === 'style' && /url\(|expression|@import/iu.test(value)) found.push(`style ${value.slice(0, 80)}`);
      // What is said or shown on hover is read like any other text.
      if (/^(?:title|aria-|alt|placeholder)/u.test(name) && unseen.test(value)) found.push(`${name} of ${where(element)}: ${spell(value)}`);
    }
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.nodeValue ?? '';
    if (unseen.test(text)) found.push(`text in ${where(texts.currentNode.parentElement)}: ${spell(text)}`);
  }
  if (unseen.test(document.title)) found.push(`title of the page: ${spell(document.title)}`);
  return [...new Set(found)].slice(0, 30);
}
