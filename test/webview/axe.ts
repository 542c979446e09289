import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults, Result } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const source = readFileSync(createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');

declare const axe: { run: (context: unknown, options: unknown) => Promise<AxeResults> };

const describe = ({ id, help, nodes }: Result): string =>
  nodes.map((node) => `${id}: ${help}\n  ${node.target.join(' ')}\n  ${node.html}\n  ${(node.failureSummary ?? '').replaceAll('\n', '\n  ')}`).join('\n');

/**
 * What axe finds wrong in one frame, one text per element; empty when it finds nothing.
 * The source is evaluated, once a document, rather than added as a script, which the page's CSP would refuse.
 * @param rules `colours` for a page that axe saw whole in other colours
 */
export async function findViolations(frame: Frame | Page, rules: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
  if (!(await frame.evaluate(() => 'axe' in globalThis))) await frame.evaluate(source);
  const { violations } = await frame.evaluate((only) => axe.run(document, { resultTypes: ['violations'], iframes: false, ...only }), rules === 'all' ? {} : { runOnly: ['color-contrast', 'link-in-text-block'] });
  return violations.map(describe);
}
