import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';

/** Levels whose files run in a process of their own. */
const isolated = /^(?:cli|webview|vscode|traces|vectors)\//;

/** Unit tests share the modules they load, which takes a third off their time: what one file makes of a module stays with the next. */
test('no unit test puts another module in the place of one', () => {
  const files = readdirSync(inProject('test'), { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/')).filter((path) => path.endsWith('.test.ts') && !isolated.test(path));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((path) => /\bvi\s*\.(?:mock|doMock|resetModules|stubGlobal)\(/.test(readFileSync(inProject('test', path), 'utf8')))).toEqual([]);
});
