import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseResult, CheckResult } from '../../../src/core/model/result.ts';
import { junitXml } from '../../../src/core/runs/junitXml.ts';
import { resultOf } from './results.ts';
import { elements, parseXml, type Node } from './xml.ts';

const checkOf = (part: Partial<CheckResult> = {}): CheckResult => ({ id: 'expectedTool', metric: null, path: ['expectedTool'], gating: true, outcome: 'fail', score: 0, expected: 'getShipment', actual: 'getOrder', reason: 'calls[0].name: expected "getShipment", got "getOrder"', spanId: null, step: 3, ...part });
const withChecks = (result: CaseResult, ...checks: readonly CheckResult[]): CaseResult => ({ ...result, trials: result.trials.map((trial) => (trial.outcome === 'fail' ? { ...trial, checks } : trial)) });
const xmlOf = (...results: readonly CaseResult[]): Node => parseXml(junitXml({ runId: 'r1', at: '2026-11-20T10:00:00.000Z', durationMs: 1500, casebook: '1.2.3', results, hashes: { targets: { bot: 'abc' }, caseOf: ({ caseId }) => `sha of ${caseId}` }, fileName: (file) => `casebook/cases/${file}` }));
const properties = (node: Node): Readonly<Record<string, string>> => Object.fromEntries((node.children.find(({ name }) => name === 'properties')?.children ?? []).map(({ attributes }) => [attributes['name'], attributes['value']]));

describe('a run as JUnit XML', () => {
  test('has a suite for each file and a test for each case, with the first differing path', () => {
    const xml = xmlOf(withChecks(resultOf('a', { own: 'f' }), checkOf()), { ...resultOf('b'), file: 'b.case.yaml' });
    expect(xml.attributes).toEqual({ name: 'casebook', tests: '2', failures: '1', errors: '0', skipped: '0', time: '1.500' });
    const [first, second] = elements(xml, 'testsuite');
    expect(first?.attributes).toEqual({ name: 'casebook/cases/a.case.yaml', tests: '1', failures: '1', errors: '0', skipped: '0', time: '0.001', timestamp: '2026-11-20T10:00:00' });
    expect(properties(first!)).toEqual({ 'casebook.run': 'r1', 'casebook.version': '1.2.3', 'casebook.target': 'bot', 'casebook.target.sha256': 'abc' });
    const [failing] = elements(first!, 'testcase');
    expect(failing?.attributes).toEqual({ name: 'a', classname: 'casebook.cases.a', file: 'casebook/cases/a.case.yaml', time: '0.001' });
    expect(properties(failing!)).toEqual({ 'casebook.outcome': 'fail', 'casebook.target': 'bot', 'casebook.case.sha256': 'sha of a' });
    const [failure] = elements(failing!, 'failure');
    expect(failure?.attributes).toEqual({ message: 'expectedTool: calls[0].name: expected "getShipment", got "getOrder"', type: 'fail' });
    expect(failure?.text).toBe('expectedTool: calls[0].name: expected "getShipment", got "getOrder"\n  expected: "getShipment"\n  actual: "getOrder"\n  at step 3');
    expect(elements(second!, 'testcase')[0]?.children.map(({ name }) => name)).toEqual(['properties']);
  });

  test('a draft is skipped, whatever came of it', () => {
    const undecided = { kind: 'draft', said: 'a draft' } as const;
    const xml = xmlOf({ ...withChecks(resultOf('a', { own: 'f', decides: false }), checkOf()), undecided }, { ...resultOf('b', { decides: false }), undecided }, { ...resultOf('c', { own: 'e', decides: false }), undecided });
    expect(xml.attributes).toMatchObject({ tests: '3', failures: '0', errors: '0', skipped: '3' });
    expect(elements(xml, 'skipped').map(({ attributes }) => attributes['message'])).toEqual(['decides nothing (a draft); fail: expectedTool: calls[0].name: expected "getShipment", got "getOrder"', 'decides nothing (a draft); it passes', 'decides nothing (a draft); error: no reason was kept']);
  });

  test('a target that broke is an error, and what is not measured is skipped', () => {
    const said = (result: CaseResult, reason: string): CaseResult => ({ ...result, trials: result.trials.map((trial) => ({ ...trial, reason })) });
    const xml = xmlOf(said(resultOf('a', { own: 'e' }), 'The target bot died'), said(resultOf('b', { own: 'n' }), 'skipped: too slow'));
    expect(xml.attributes).toMatchObject({ tests: '2', failures: '0', errors: '1', skipped: '1' });
    expect(elements(xml, 'error')[0]).toMatchObject({ attributes: { message: 'The target bot died', type: 'error' }, text: 'The target bot died' });
    expect(elements(xml, 'skipped')[0]?.attributes).toEqual({ message: 'skipped: too slow' });
  });

  test('trials are told of their case; a flaky case that passes says so', () => {
    const failing = withChecks(resultOf('a', { own: 'pf' }), checkOf());
    const xml = xmlOf(failing, { ...failing, caseId: 'b', outcome: 'pass' });
    const [fails, passes] = elements(xml, 'testcase');
    expect(properties(fails!)).toMatchObject({ 'casebook.trials': '2', 'casebook.trials.passed': '1' });
    expect(elements(fails!, 'failure')[0]?.text).toMatch(/^trial 2 of 2: expectedTool/);
    expect(elements(passes!, 'system-out')[0]?.text).toMatch(/^1 of 2 trials passed\.\ntrial 2 of 2: expectedTool/);
  });

  test('a rewording is a test of its own and never fails a build', () => {
    const xml = xmlOf(withChecks(resultOf('a', { own: 'p', variants: { short: 'p', rude: 'pf' } }), checkOf()));
    expect(xml.attributes).toMatchObject({ tests: '3', failures: '0', skipped: '1' });
    expect(elements(xml, 'testcase').map(({ attributes }) => attributes['name'])).toEqual(['a', 'a, reworded as short', 'a, reworded as rude']);
    expect(elements(xml, 'skipped')[0]?.attributes['message']).toBe('a rewording decides nothing; 1 of 2 trials passed: expectedTool: calls[0].name: expected "getShipment", got "getOrder"');
  });

  test('a case against several targets is named with each', () => {
    expect(elements(xmlOf(resultOf('a'), resultOf('a', { target: 'other' }), resultOf('b')), 'testcase').map(({ attributes }) => attributes['name'])).toEqual(['a (bot)', 'a (other)', 'b']);
  });

  test('many and long checks are cut, and it says so', () => {
    const many = Array.from({ length: 50 }, (_, index) => checkOf({ id: `forbidden[${index}]`, reason: 'x'.repeat(5000), expected: 'e'.repeat(100_000) }));
    const [failure] = elements(xmlOf(withChecks(resultOf('a', { own: 'f' }), ...many)), 'failure');
    expect(failure?.attributes['message']).toMatch(/… \(1,000 of 5,014 characters\)$/);
    expect(failure?.text).toMatch(/and 30 more checks; results\.jsonl of the run holds all$/);
    expect(failure?.text.length).toBeLessThan(100_000);
  });

  test('hostile words stay words', () => {
    const hostile = 'a]]></failure><testcase name="x"/>&amp;&#0;\u0000\u0008\u001b[31mred\ud800 \uffff \u202eevil\r\nnext "q" <!-- -->';
    const xml = xmlOf({ ...withChecks(resultOf(hostile, { own: 'f', target: hostile }), checkOf({ id: hostile, reason: hostile, expected: hostile, actual: { [hostile]: null } })), file: `${hostile}.case.yaml` });
    expect(elements(xml, 'testcase')).toHaveLength(1);
    expect(elements(xml, 'failure')[0]?.attributes['message']).toBe('a]]></failure><testcase name="x"/>&amp;&#0;␀␈red‹U+D800› \ufffd ‹U+202E›evil\nnext "q" <!-- -->: a]]></failure><testcase name="x"/>&amp;&#0;␀␈red‹U+D800› \ufffd ‹U+202E›evil\nnext "q" <!-- -->');
  });

  test('any text gives XML that parses', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }), (text, units) => {
      const all = `${text}${String.fromCharCode(...units)}`;
      expect(elements(xmlOf(withChecks(resultOf(all, { own: 'f', variants: { [all]: 'f' } }), checkOf({ reason: all, actual: all }))), 'failure')).toHaveLength(1);
    }), { numRuns: 50 });
  });

  test('no results are a report without suites', () => {
    expect(xmlOf().attributes).toMatchObject({ tests: '0', failures: '0' });
  });
});
