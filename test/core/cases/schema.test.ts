import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { printSchema, schemaFiles } from '../../../src/core/cases/schema.ts';

const root = join(import.meta.dirname, '../../..');
const examples = join(root, 'examples/support-agent/casebook');

describe.each(schemaFiles)('media/%s.schema.json', (name) => {
  const path = join(root, `media/${name}.schema.json`);
  const printed = printSchema(name);

  test('is what the model says; UPDATE=1 writes it anew', () => {
    if (process.env['UPDATE']) {
      mkdirSync(join(root, 'media'), { recursive: true });
      writeFileSync(path, printed);
    }
    expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(printed);
  });

  test('is a valid schema', () => {
    expect(new Ajv2020({ strict: false }).validateSchema(JSON.parse(printed) as object)).toBe(true);
  });
});

describe('the case schema in another editor', () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(printSchema('case')) as object);

  test.each(readdirSync(join(examples, 'cases')))('accepts the example %s', (name) => {
    expect(validate(parse(readFileSync(join(examples, 'cases', name), 'utf8')))).toBe(true);
  });

  test.each([
    [{ id: 'a', query: 'q', trajectory: { mode: 'EXACT' } }, true],
    [{ casebook: 1, id: 'a', query: 'q' }, true],
    [{ id: 'a', query: 'q', trajectory: { mode: 'sometimes' } }, false],
    [{ id: 'a', quary: 'q' }, false],
    [{ cases: [{ query: 'no id' }] }, false],
    [{ suite: 's', cases: [] }, true],
  ])('%j: %s', (value, valid) => {
    expect(validate(value)).toBe(valid);
  });
});

/** Keys that stand in the schema without a word on what they mean. */
function undescribed(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: Record<string, { description?: string; $ref?: string }> };
  const own = Object.entries(properties ?? {}).flatMap(([key, value]) => (value.description || value.$ref ? [] : [`${path}.${key}`]));
  return [...own, ...Object.entries(schema).flatMap(([key, value]) => undescribed(value, key === 'properties' || key === 'items' || key === 'anyOf' || /^\d+$/.test(key) ? path : `${path}.${key}`))];
}

test.each(schemaFiles)('every key of %s says what it means', (name) => {
  expect([...new Set(undescribed(JSON.parse(printSchema(name)), name))]).toEqual([]);
});
