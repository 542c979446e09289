import { expect, test } from 'vitest';
import { createNonce } from '../../src/extension/panel/nonce.ts';
import { pageHtml } from '../../src/extension/panel/pageHtml.ts';

const html = pageHtml({
  page: 'trajectory', identity: { folder: '/a"><script>alert(1)</script>', trace: 'tr_1' }, script: 'vscode-resource:/webview.js', style: 'vscode-resource:/webview.css',
  cspSource: 'vscode-resource:', nonce: 'abc', language: 'en',
});

test('the policy allows our script by nonce and nothing remote', () => {
  const policy = /content="([^"]*)"/.exec(html)?.[1] ?? '';
  expect(policy).toContain(`default-src 'none'`);
  expect(policy).toContain(`script-src 'nonce-abc'`);
  expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
  expect(/script-src [^;]*/.exec(policy)?.[0]).not.toContain('unsafe-inline');
});

test('there is one script, and a folder’s name cannot add one', () => {
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).toContain('data-identity="{&quot;folder&quot;');
});

test('a first screen comes with one script that is always the same, and has the program loaded by nonce', () => {
  const first = pageHtml({
    page: 'trajectory', identity: {}, script: 'vscode-resource:/webview.js"><script>alert(2)</script>', style: 'vscode-resource:/webview.css', cspSource: 'vscode-resource:', nonce: 'abc', language: 'en',
    first: { html: '<p>rows</p>', cursor: 440, scrolled: null },
  });
  expect(first.match(/<script/g)).toHaveLength(1);
  expect(first).toContain('<div id="page"><p>rows</p></div>');
  expect(/<script nonce="abc" data-program="vscode-resource:\/webview\.js&quot;>&lt;script>[^"]*" data-cursor="440" data-scrolled="">/.test(first)).toBe(true);
});

test('no two nonces are alike', () => {
  expect(createNonce()).toMatch(/^[0-9a-f]{32}$/);
  expect(createNonce()).not.toBe(createNonce());
});
