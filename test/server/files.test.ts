import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFiles } from '../../src/server/files.ts';

let folder: string;
const uri = (path: string): string => pathToFileURL(join(folder, path)).href;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'casebook-files-'));
  mkdirSync(join(folder, 'casebook', 'cases'), { recursive: true });
  mkdirSync(join(folder, 'agent'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what config.yaml names is read beside casebook/, and again when it has changed', () => {
  const files = createFiles();
  const catalogue = (): string | undefined => files.inFolder(uri('casebook/cases/a.case.yaml'), 'agent/tools.json');
  expect(catalogue()).toBeUndefined();
  writeFileSync(join(folder, 'agent/tools.json'), '[]');
  expect(catalogue()).toBe('[]');
  writeFileSync(join(folder, 'agent/tools.json'), '["getOrder"]');
  expect(catalogue()).toBe('["getOrder"]');
  expect(files.inFolder(uri('casebook/cases/a.case.yaml'), 'agent')).toBeUndefined();
});

test('a byte order mark is no part of the text', () => {
  writeFileSync(join(folder, 'casebook/config.yaml'), '\uFEFFtimezone: UTC\n');
  expect(createFiles().inCasebook(uri('casebook/cases/a.case.yaml'), 'config.yaml')).toBe('timezone: UTC\n');
});

test('a code leads to the line of its heading', () => {
  const page = join(folder, 'codes.md');
  writeFileSync(page, '# All\n\n## Structure\n\n### CB001\n\nNot YAML.\n');
  expect(createFiles(page).documentation('CB001')).toBe(`${pathToFileURL(page).href}#L5`);
  expect(createFiles(page).documentation('CB999')).toBeUndefined();
  expect(createFiles().documentation('CB001')).toBeUndefined();
});
