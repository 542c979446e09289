import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { evaluate, metricTable, planChecks } from '../../../src/core/evaluators/evaluate.ts';
import type { EvaluatorOptions, KnownTool } from '../../../src/core/evaluators/evaluator.ts';
import { evaluators } from '../../../src/core/evaluators/registry.ts';
import { EvalCase } from '../../../src/core/model/evalCase.ts';
import type { CheckResult, Outcome } from '../../../src/core/model/result.ts';
import { trialFrom, type TrialFixture } from './trials.ts';

/**
 * Each document of test/fixtures/evaluators/<evaluator>/*.yaml is one test: a case, what a trial yielded, and what must come of it.
 * `expect.checks` lists all checks of that evaluator by id, as an outcome or with its reason.
 */
type Fixture = {
  readonly name: string;
  readonly case: Record<string, unknown>;
  readonly trial?: TrialFixture;
  /** Tool catalogue by name, and how tools are counted. */
  readonly options?: Partial<Omit<EvaluatorOptions, 'tools'>> & { readonly tools?: Record<string, KnownTool> };
  readonly expect: { readonly outcome?: Outcome; readonly checks?: Record<string, Outcome | { readonly outcome: Outcome; readonly reason: string; readonly step?: number; readonly spanId?: string }>; readonly metrics?: Record<string, number | null>; readonly completion?: unknown; readonly tallies?: unknown };
};

const root = join(import.meta.dirname, '../../fixtures/evaluators');

function fixturesOf(evaluator: string): readonly Fixture[] {
  const folder = join(root, evaluator);
  return readdirSync(folder).flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => {
      if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0]?.message}`);
      return document.toJS() as Fixture;
    }),
  );
}

function said(result: CheckResult, wanted: unknown): unknown {
  if (typeof wanted !== 'object' || wanted === null) return result.outcome;
  return Object.fromEntries(['outcome', 'reason', ...Object.keys(wanted)].map((key) => [key, result[key as keyof CheckResult]]));
}

test('every evaluator has a fixture folder, and every folder an evaluator', () => {
  expect(readdirSync(root).toSorted()).toEqual(evaluators.map((evaluator) => evaluator.id).toSorted());
});

test('ids of metrics are unique, and every metric a check names is in the table', () => {
  const ids = metricTable.map((metric) => metric.id);
  expect(new Set(ids).size).toBe(ids.length);
  const named = evaluators.flatMap((evaluator) => fixturesOf(evaluator.id).flatMap((fixture) => planChecks(EvalCase.parse({ id: 'fixture', query: 'q', ...fixture.case })).flatMap((check) => check.metric ?? [])));
  expect([...new Set(named)].filter((id) => !ids.includes(id))).toEqual([]);
});

describe.each(evaluators.map((evaluator) => evaluator.id))('%s', (id) => {
  const fixtures = fixturesOf(id);
  test('has fixtures', () => expect(fixtures.length).toBeGreaterThan(0));

  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
    const evalCase = EvalCase.parse({ id: 'fixture', query: 'q', ...fixture.case });
    const own = new Set(evaluators.find((each) => each.id === id)?.plan(evalCase).map((check) => check.id));
    const result = evaluate(evalCase, trialFrom(fixture.trial), { counting: 'multiset', ...fixture.options, tools: new Map(Object.entries(fixture.options?.tools ?? {})) });
    const { checks = {}, metrics = {}, outcome } = fixture.expect;
    expect(Object.fromEntries(result.checks.filter((each) => own.has(each.id)).map((each) => [each.id, said(each, checks[each.id])]))).toEqual(checks);
    if (outcome !== undefined) expect(result.outcome).toBe(outcome);
    for (const part of ['completion', 'tallies'] as const) if (fixture.expect[part] !== undefined) expect(result[part], part).toEqual(fixture.expect[part]);
    for (const [metric, wanted] of Object.entries(metrics)) {
      const actual = result.metrics[metric];
      if (wanted === null || actual === null || actual === undefined) expect(actual, metric).toBe(wanted);
      else expect(actual, metric).toBeCloseTo(wanted, 9);
    }
    for (const check of result.checks) {
      expect(check.reason, check.id).not.toBe('');
      if (check.outcome === 'n/a' || check.outcome === 'error') expect(check.score, check.id).toBeNull();
    }
  });
});
