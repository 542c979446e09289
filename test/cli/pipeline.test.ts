import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import type { ReplayReport } from '../../src/protocol/replayApi.ts';
import { elements, parseXml } from '../core/runs/xml.ts';
import { exampleWorkspace, TemporaryFolder } from './casebook.ts';

describe('what a pipeline reads of a run', () => {
  const folder = new TemporaryFolder();
  const cases = (good: string): void => writeFileSync(folder.file('casebook', 'cases', 'a.case.yaml'), `cases:
  - {id: steady, kind: capability, query: q, groundTruth: in transit}
  - {id: turning, kind: capability, query: q, groundTruth: ${good}}
  - {id: drafted, query: q, groundTruth: lost, status: draft}
`);

  beforeAll(() => {
    mkdirSync(folder.file('casebook', 'cases'), { recursive: true });
    writeFileSync(folder.file('agent.mjs'), 'console.log("in transit <b>]]></b> \\u0007")');
    writeFileSync(folder.file('casebook', 'config.yaml'), 'targets: {agent: {type: command, command: [node, agent.mjs]}}\n');
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  test('JUnit and Markdown, newly failing first, the verdict at the end of the text and on top of the Markdown', async () => {
    cases('in transit');
    const before = await folder.run(['run', '--junit', 'before.xml']);
    expect(before.code).toBe(0);
    expect(before.stdout.trimEnd().split('\n').at(-1)).toBe('Passed: 2 of 2 cases against agent; 1 more decides nothing');
    const [id = ''] = readdirSync(folder.file('.casebook', 'runs'));
    // In the run's folder it stands always, whoever started the run.
    expect(folder.read('before.xml')).toBe(folder.read('.casebook', 'runs', id, 'junit.xml'));
    expect(folder.read('before.xml')).toMatch(/name="casebook\.case\.sha256" value="[0-9a-f]{64}"/);
    expect(parseXml(folder.read('before.xml')).attributes).toMatchObject({ tests: '3', failures: '0', errors: '0', skipped: '1' });

    cases('lost');
    const after = await folder.run(['run', '--junit', 'out/after.xml', '--md', 'out/after.md']);
    expect(after.code).toBe(1);
    expect(after.stdout.trimEnd().split('\n').at(-1)).toBe('Failed: 1 of 2 cases against agent; 1 more decides nothing');
    const xml = parseXml(folder.read('out', 'after.xml'));
    expect(xml.attributes).toMatchObject({ tests: '3', failures: '1', errors: '0', skipped: '1' });
    expect(elements(xml, 'failure')[0]?.text).toContain('in transit <b>]]></b> \\u0007');
    const lines = folder.read('out', 'after.md').split('\n').filter((line) => line.startsWith('#'));
    expect(lines.slice(0, 3)).toEqual(['# Failed: 1 of 2 cases against agent; 1 more decides nothing', '## Run', '## Newly failing (1)']);
  });

  test('the summary of a GitHub job is added to, another file replaced', async () => {
    cases('in transit');
    const summary = folder.file('summary.md');
    writeFileSync(summary, 'Built.\n\n');
    await folder.run(['run', 'steady', '--md', summary], { env: { GITHUB_STEP_SUMMARY: summary } });
    expect(folder.read('summary.md')).toMatch(/^Built\.\n\n# Passed: 1 of 1 case against agent\n/);
    await folder.run(['run', 'steady', '--md', summary]);
    expect(folder.read('summary.md')).toMatch(/^# Passed/);
  });

  test('a run without cases leaves a report all the same', async () => {
    await using empty = new TemporaryFolder();
    mkdirSync(empty.file('casebook'));
    expect(await empty.run(['run', '--junit', 'j.xml', '--md', 'm.md'])).toMatchObject({ code: 3 });
    expect(parseXml(empty.read('j.xml')).attributes).toMatchObject({ tests: '0' });
    expect(empty.read('m.md')).toMatch(/^# Nothing decided: no case was run\n/);
  });
});

describe('staging replay', () => {
  const folder = exampleWorkspace();
  beforeAll(async () => {
    await folder.run(['import', 'traces/support-2026-11.otlp.jsonl']);
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  test('tells what the mended agent does otherwise, and makes no case', async () => {
    const { code, stdout } = await folder.run(['replay', '--target', 'mended', '--md', 'replay.md']);
    expect(code).toBe(0);
    expect(stdout).toContain("What's the status of order 12345?     tools: call 1: getOrder, now getShipmentByOrderId; answer: 0.28 similar");
    expect(stdout).toMatch(/^Changed: tools 5 of 24, answer 5 of 24, how it ended 1 of 24\.$/m);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('5 of 24 traces changed against mended');
    expect(folder.read('replay.md')).toMatch(/^# 5 of 24 traces changed against mended\n/);
    const [id = ''] = readdirSync(folder.file('.casebook', 'runs'));
    expect(folder.read('.casebook', 'runs', id, 'replay.jsonl').trimEnd().split('\n')).toHaveLength(24);
    expect(readdirSync(folder.file('casebook', 'cases')).toSorted()).toEqual(readdirSync(inProject('examples', 'support-agent', 'casebook', 'cases')).toSorted());
    // A follow-up question is asked with what was said before it; without that it could not be answered.
    expect(folder.read('.casebook', 'runs', id, 'replay.jsonl')).toMatch(/"query":"Are you sure\? When will it arrive\?"[^\n]*"output":"[^"]*12345/);
  });

  test('draws the same sample for the same seed, and exits 1 where something changed, if asked to', async () => {
    const report = async (...more: readonly string[]): Promise<ReplayReport> => {
      const { code, stdout } = await folder.run(['replay', '--target', 'faulty', '--sample', '5', '--json', ...more]);
      expect(code).toBe(0);
      return JSON.parse(stdout) as ReplayReport;
    };
    const [once, again, other] = [await report('--seed', '3'), await report('--seed', '3'), await report('--seed', '4')];
    expect(once).toMatchObject({ matched: 24, chosen: 5, seed: 3, target: 'faulty', summary: { counts: { changed: 0, same: 5, error: 0, 'n/a': 0 } } });
    const ids = ({ traces }: ReplayReport): readonly string[] => traces.map(({ traceId }) => traceId);
    expect(ids(again)).toEqual(ids(once));
    expect(ids(other)).not.toEqual(ids(once));
    expect((await folder.run(['replay', '--target', 'mended', '--text', '12345', '--exit-code'])).code).toBe(1);
    expect((await folder.run(['replay', '--target', 'faulty', '--text', '12345', '--exit-code'])).code).toBe(0);
  });

  test('a target that breaks is no change, and exits 2', async () => {
    cpSync(folder.file('casebook', 'config.yaml'), folder.file('config.kept'));
    writeFileSync(folder.file('casebook', 'config.yaml'), 'targets: {broken: {type: command, command: [node, missing.mjs]}}\n');
    const { code, stdout } = await folder.run(['replay', '--limit', '2', '--exit-code']);
    cpSync(folder.file('config.kept'), folder.file('casebook', 'config.yaml'));
    expect(code).toBe(2);
    expect(stdout).toMatch(/^Broke \(2\)$/m);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Nothing compared against broken; 2 broke');
  });

  test('above the limit of cost nobody can be asked here, so it is refused, unless --yes is given', async () => {
    const config = folder.read('casebook', 'config.yaml');
    const asked = (run_id: string, cost: object) => `${JSON.stringify({ run_id, ...cost, messages: [{ role: 'user', content: 'Where is order 12345?' }, { role: 'assistant', content: 'On its way.' }] })}\n`;
    writeFileSync(folder.file('paid.jsonl'), `${asked('paid', { cost_usd: 1.5 })}${asked('free', {})}`);
    await folder.run(['import', 'paid.jsonl']);
    writeFileSync(folder.file('casebook', 'config.yaml'), `${config}\nruns: {askAboveUsd: 1}\n`);
    const paid = ['replay', '--target', 'mended', '--text', 'On its way'];
    expect(await folder.run(paid)).toMatchObject({ code: 2, stdout: '', stderr: 'Estimated cost, by what the recorded runs cost: about $1.50; what 1 of 2 traces costs is not known. That is above runs.askAboveUsd in config.yaml ($1.00).\nReplay fewer traces, raise the limit, or give --yes.\n' });
    const { code, stderr } = await folder.run([...paid, '--yes']);
    expect(code).toBe(0);
    expect(stderr).toContain('Estimated cost, by what the recorded runs cost: about $1.50');
    writeFileSync(folder.file('casebook', 'config.yaml'), config);
    expect((await folder.run(paid)).stderr).not.toContain('Estimated');
  });

  test('what cannot be replayed is said', async () => {
    expect(await folder.run(['replay', '--target', 'replay'])).toMatchObject({ code: 3, stderr: expect.stringContaining('The target replay gives back what was recorded, so nothing could differ.\nName an agent: ') as string });
    expect(await folder.run(['replay', '--target', 'mended', '--since', '2030-01-01'])).toMatchObject({ code: 0, stdout: '', stderr: 'Nothing to replay: no trace matches --since 2030-01-01T00:00:00.000Z.\n' });
    expect((await folder.run(['replay', '--seed', 'x'])).code).toBe(3);
  });
});
