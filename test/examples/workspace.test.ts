import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Config } from '../../src/core/model/config.ts';
import { CaseSuite, EvalCase } from '../../src/core/model/evalCase.ts';

const workspace = join(import.meta.dirname, '../../examples/support-agent');
const caseFolder = join(workspace, 'casebook/cases');

describe('the example workspace', () => {
  test('has a config with both agents as targets, the mended one in each way, the faulty one by default', () => {
    const config = Config.parse(readYaml(join(workspace, 'casebook/config.yaml')));
    expect(Object.keys(config.targets ?? {})).toEqual(['faulty', 'mended', 'worker', 'spans', 'http']);
    expect(config.defaultTarget).toBe('faulty');
    expect(config.tools).toBe('agent/tools.mended.json');
  });

  test.each(readdirSync(caseFolder))('%s has the shape of a case file', (file) => {
    const root = readYaml(join(caseFolder, file)) as object;
    const shape = 'cases' in root ? CaseSuite : EvalCase;
    expect(shape.safeParse(root).error).toBeUndefined();
  });

  test('names only tools of the catalogue in the steps of its cases', () => {
    const catalogue = new Set((JSON.parse(readFileSync(join(workspace, 'agent/tools.mended.json'), 'utf8')) as readonly { name: string }[]).map((tool) => tool.name));
    const expected = readdirSync(caseFolder).flatMap((file) => readFileSync(join(caseFolder, file), 'utf8').match(/(?<=\btool: )\w+/g) ?? []);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.filter((name) => !catalogue.has(name))).toEqual([]);
  });
});

function readYaml(file: string): unknown {
  return parse(readFileSync(file, 'utf8'));
}
