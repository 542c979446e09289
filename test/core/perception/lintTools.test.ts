import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintTools } from '../../../src/core/perception/lintTools.ts';
import { lintToolText } from '../../../src/core/perception/lintToolText.ts';
import { toolCodes } from '../../../src/core/perception/registry.ts';
import type { LintedTool } from '../../../src/core/perception/rules/rule.ts';
import { readWants } from '../cases/wants.ts';

// What a rule finds is written on the offending line of a fixture.
const folder = join(import.meta.dirname, '../../fixtures/perception');
const fixtures = readdirSync(folder).map((name) => ({ name, ...readWants(readFileSync(join(folder, name), 'utf8')) }));
const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

test.each(fixtures)('$name: finds what is wanted, where it is wanted, and nothing else', ({ text, wants }) => {
  const found = lintToolText(text, 'tools.yaml').problems.map(({ code, range }) => ({ line: lineOf(text, range.start), code, at: text.slice(range.start, range.end) }));
  expect(found).toEqual(wants.map(({ line, code, at }) => ({ line, code, at })));
});

test('every code has a fixture, and a sentence', () => {
  expect([...new Set(fixtures.flatMap(({ wants }) => wants.map((want) => want.code)))].toSorted()).toEqual(Object.keys(toolCodes).toSorted());
  for (const meaning of Object.values(toolCodes)) expect(meaning).toMatch(/^[A-Z].*\.$/);
});

describe('files', () => {
  test('JSON as Anthropic writes it; the other tool is named with its place', () => {
    const tool = (name: string): object => ({ name, description: 'Returns the weather of a place.', input_schema: { type: 'object', properties: {} } });
    const text = JSON.stringify([tool('get_weather'), tool('fetch_weather')], null, 2);
    const { tools, problems } = lintToolText(text, 'file:///tools.json');
    expect(tools).toBe(2);
    expect(problems.map(({ code, message, related }) => [code, message, related?.map(({ file, range }) => [file, text.slice(range.start, range.end)])])).toEqual([
      ['CT103', 'fetch_weather reads like get_weather: a model takes one for the other.', [['file:///tools.json', '"get_weather"']]],
    ]);
  });

  test.each(['', 'no tools', '[[[', '{"tools": 3}', '[1, null, {"name": 5}, {"function": "x"}, {"name": "a", "parameters": {"properties": [1]}}]', `${'['.repeat(5000)}`, '[{"name": "get_orders", "description": "Returns.", "parameters": {"properties": {"a": {"$ref": "#/properties/a"}, "b": {"$ref": 7}}}}]'])('%.60s is read as far as it goes', (text) => {
    expect(() => lintToolText(text, 'tools.json')).not.toThrow();
  });
});

test('tools that are never offered together do not overlap', () => {
  const tool = (name: string): LintedTool => ({ name, description: undefined, schema: undefined, declaresResult: false });
  const tools = [tool('get_order'), tool('fetch_order'), tool('getOrder')];
  const pairs = (together?: (a: number, b: number) => boolean) => lintTools(tools, together).map(({ tool: at, other }) => [at, other]);
  expect(pairs()).toEqual([[1, 0], [2, 0]]);
  expect(pairs((a, b) => a + b === 2)).toEqual([[2, 0]]);
});

test('five thousand tools take no square of time', () => {
  const tools = Array.from({ length: 5000 }, (_, at): LintedTool => ({ name: `get_part_${at}`, description: `Returns part ${at} of the catalogue with price, weight, size and stock.`, schema: undefined, declaresResult: false }));
  const since = performance.now();
  expect(lintTools(tools)).toHaveLength(0);
  expect(performance.now() - since).toBeLessThan(5000);
});
