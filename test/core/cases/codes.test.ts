import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeMeanings } from '../../../src/core/cases/codes.ts';
import { severityOf } from '../../../src/core/cases/severity.ts';
import { specCodes, specFixes } from './specCodes.ts';
import { readWants } from './wants.ts';

const folder = join(import.meta.dirname, '../../fixtures/cases');
const wants = readdirSync(folder).filter((name) => name.endsWith('.case.yaml')).flatMap((name) => readWants(readFileSync(join(folder, name), 'utf8')).wants);
const wanted = new Set(wants.map((want) => want.code));
const all = Object.values(specCodes).flat();

describe.each(Object.entries(specCodes))('%s', (severity, codes) => {
  test.each(codes)('%s has its weight, a rule that states it, and a fixture', (code) => {
    expect(severityOf(code)).toBe(severity);
    expect(codeMeanings[code]).toMatch(/^\w.*\.$/);
    expect(wanted).toContain(code);
  });
});

test.each(specFixes)('%s has a quick fix, and a fixture of it', (code) => {
  expect(wants.filter((want) => want.code === code && want.fix !== undefined)).not.toEqual([]);
});

test('each code is listed once, and what is not of CASES is our own', () => {
  expect(all.filter((code, index) => all.indexOf(code) !== index)).toEqual([]);
  expect(Object.keys(codeMeanings).filter((code) => !all.includes(code) && !/^(?:CB8|CT1|CJ1)/.test(code))).toEqual(['CB011', 'CB010', 'CB505', 'CB506']);
});
