import { plural } from '../display/numbers.ts';
import { truncate } from '../display/truncate.ts';
import { showValue } from '../evaluators/canonical.ts';
import type { CaseResult, TrialResult } from '../model/result.ts';
import { countTrials, ownTrials, variantTrials } from './trials.ts';
import { reasonOf, troubleOf } from './verdict.ts';
import { element, xmlContent } from './xmlText.ts';

/** `at`: when it began, ISO. `fileName`: a case's file as a reader of the report knows it. */
export type RunHashes = { readonly targets: Readonly<Record<string, string>>; caseOf(result: CaseResult): string | undefined };
export type JUnitRun = { readonly runId: string; readonly at: string; readonly durationMs: number; readonly casebook: string; readonly results: readonly CaseResult[]; readonly hashes?: RunHashes; fileName(file: string): string };

const mostOfMessage = 1_000;
const mostOfValue = 2_000;
const mostChecks = 20;

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
const cut = (text: string, most: number): string => {
  const { text: shown, cut: isCut, whole } = truncate(text, most);
  return isCut ? `${shown}… (${shown.length.toLocaleString('en')} of ${whole.toLocaleString('en')} characters)` : text;
};
const timeOf = (trials: readonly TrialResult[]): number => trials.reduce((sum, { durationMs }) => sum + durationMs, 0);
const property = (name: string, value: string): string => element('property', { name, value });
const properties = (of: readonly string[]): readonly string[] => (of.length === 0 ? [] : [element('properties', {}, of)]);

type Counts = { readonly tests: number; readonly failures: number; readonly errors: number; readonly skipped: number };
/** Which element stands in a test: none where it passed. */
type Kind = 'pass' | 'failure' | 'error' | 'skipped';
type Test = { readonly kind: Kind; readonly ms: number; readonly xml: string };

/** What decides nothing is skipped whatever came of it: it must not fail a build, and must not pass for one that was. */
const kindOf = ({ decides, outcome }: CaseResult): Kind => (!decides || outcome === 'n/a' ? 'skipped' : outcome === 'fail' ? 'failure' : outcome === 'error' ? 'error' : 'pass');

function messageOf(result: CaseResult): string {
  const said = result.outcome === 'pass' ? 'it passes' : `${result.outcome}: ${reasonOf(result)}`;
  if (!result.decides) return `decides nothing${result.undecided ? ` (${result.undecided.said})` : ''}; ${said}`;
  return reasonOf(result);
}

/** Every failed check with both values, as far as there is room, then what was not evaluated. */
function detailsOf(trials: readonly TrialResult[]): string {
  const several = trials.length > 1;
  const of = (trial: TrialResult): string => (several ? `trial ${trial.trial} of ${trials.length}: ` : '');
  const found = troubleOf(trials);
  const checks = found.slice(0, mostChecks).map(({ trial, check }) => [
    `${of(trial)}${check.id}: ${cut(check.reason, mostOfValue)}`,
    `  expected: ${showValue(check.expected, mostOfValue)}`, `  actual: ${showValue(check.actual, mostOfValue)}`,
    ...(check.step === null ? [] : [`  at step ${check.step}`]),
  ].join('\n'));
  const more = found.length > mostChecks ? [`and ${plural(found.length - mostChecks, 'more check')}; results.jsonl of the run holds all`] : [];
  const unjudged = trials.flatMap((trial) => (trial.reason === null || trial.checks.some(({ gating, outcome }) => gating && (outcome === 'fail' || outcome === 'error')) ? [] : [`${of(trial)}${cut(trial.reason, mostOfValue)}`]));
  return [...checks, ...more, ...unjudged].join('\n');
}

function bodyOf(kind: Kind, message: string, details: string): readonly string[] {
  if (kind === 'pass') return [];
  if (kind === 'skipped') return [element('skipped', { message: cut(message, mostOfMessage) })];
  // GitLab shows the text alone, Jenkins both: the message opens the text.
  return [element(kind, { message: cut(message, mostOfMessage), type: kind === 'failure' ? 'fail' : 'error' }, [xmlContent(details === '' ? cut(message, mostOfValue) : details)])];
}

function trialProperties(result: CaseResult, trials: readonly TrialResult[], sha256: string | undefined): readonly string[] {
  const { n, passes } = countTrials(trials);
  const costs = trials.flatMap(({ costUsd }) => costUsd ?? []);
  const cached = trials.filter((trial) => trial.cached).length;
  return [
    property('casebook.outcome', result.outcome), ...(result.target === '' ? [] : [property('casebook.target', result.target)]), ...(sha256 === undefined ? [] : [property('casebook.case.sha256', sha256)]),
    ...(trials.length > 1 ? [property('casebook.trials', String(trials.length)), property('casebook.trials.measured', String(n)), property('casebook.trials.passed', String(passes))] : []),
    ...(result.epochs && result.epochs.count > 1 ? [property('casebook.reducer', result.epochs.reducer)] : []),
    ...(costs.length > 0 ? [property('casebook.costUsd', String(costs.reduce((sum, cost) => sum + cost, 0)))] : []),
    ...(cached > 0 ? [property('casebook.cached', String(cached))] : []),
    ...trials.flatMap(({ traceRef }) => (traceRef ? [property('casebook.trace', traceRef.traceId)] : [])),
  ];
}

/** Of a case that passed though trials failed: it is flaky, and a report that shows green alone would hide it. */
function flakyLines(trials: readonly TrialResult[]): readonly string[] {
  const { n, passes } = countTrials(trials);
  return passes < n ? [element('system-out', {}, [xmlContent(`${passes} of ${plural(n, 'trial')} passed.\n${detailsOf(trials)}`)])] : [];
}

/** The case's own question, then each rewording as a test of its own. */
function testsOf(result: CaseResult, name: string, file: string, sha256: string | undefined): readonly Test[] {
  const place = { classname: file.replace(/\.case\.(ya?ml|json)$/u, '').replaceAll('.', '_').replaceAll(/[/\\]/gu, '.'), file };
  const own = ownTrials(result);
  const kind = kindOf(result);
  const test = (of: Kind, title: string, trials: readonly TrialResult[], children: readonly string[]): Test => ({ kind: of, ms: timeOf(trials), xml: element('testcase', { name: title, ...place, time: seconds(timeOf(trials)) }, children) });
  const wordings = [...variantTrials(result)].map(([id, trials]) => {
    const { n, passes } = countTrials(trials);
    const passed = n > 0 && passes === n && n === trials.length;
    const body = passed && result.decides ? [] : [element('skipped', { message: cut(`a rewording decides nothing; ${passes} of ${plural(trials.length, 'trial')} passed${passed ? '' : `: ${reasonOf({ ...result, outcome: n > passes ? 'fail' : (trials[0]?.outcome ?? 'n/a'), trials: trials.map((trial) => ({ ...trial, variantId: null })) })}`}`, mostOfMessage) })];
    return test(body.length === 0 ? 'pass' : 'skipped', `${name}, reworded as ${id}`, trials, body);
  });
  return [test(kind, name, own, [...properties(trialProperties(result, own, sha256)), ...bodyOf(kind, kind === 'pass' ? '' : messageOf(result), detailsOf(own)), ...(kind === 'pass' ? flakyLines(own) : [])]), ...wordings];
}

const countsOf = (tests: readonly Test[]): Counts => {
  const count = (kind: Kind): number => tests.filter((test) => test.kind === kind).length;
  return { tests: tests.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
};
const asAttributes = ({ tests, failures, errors, skipped }: Counts): Readonly<Record<string, string>> => ({ tests: String(tests), failures: String(failures), errors: String(errors), skipped: String(skipped) });

/**
 * A run as JUnit XML, as Jenkins, GitLab and the test reporters of GitHub read it: a suite for each case file, a test for each case and
 * target. Skipped is what is n/a and what decides nothing.
 */
export function junitXml({ runId, at, durationMs, casebook, results, hashes, fileName }: JUnitRun): string {
  const targets = Map.groupBy(results, ({ caseId, file }) => `${file}\0${caseId}`);
  const suites = [...Map.groupBy(results, ({ file }) => file)].map(([path, of]) => {
    const file = fileName(path);
    const tests = of.flatMap((result) => testsOf(result, (targets.get(`${path}\0${result.caseId}`)?.length ?? 0) > 1 ? `${result.caseId} (${result.target})` : result.caseId, file, hashes?.caseOf(result)));
    const told = [property('casebook.run', runId), property('casebook.version', casebook), ...[...new Set(of.map(({ target }) => target))].filter((target) => target !== '').flatMap((target) => [property('casebook.target', target), ...(hashes && Object.hasOwn(hashes.targets, target) ? [property('casebook.target.sha256', hashes.targets[target] ?? '')] : [])])];
    const ms = tests.reduce((sum, test) => sum + test.ms, 0);
    return { tests, xml: element('testsuite', { name: file, ...asAttributes(countsOf(tests)), time: seconds(ms), timestamp: at.slice(0, 19) }, ['\n', ...properties(told), '\n', ...tests.map(({ xml }) => `${xml}\n`)]) };
  });
  const all = countsOf(suites.flatMap(({ tests }) => tests));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'casebook', ...asAttributes(all), time: seconds(durationMs) }, ['\n', ...suites.map(({ xml }) => `${xml}\n`)])}\n`;
}
