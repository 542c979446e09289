import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../src/core/cases/edit.ts';
import { readSettings, settingsCodes } from '../../../src/core/cases/settings.ts';
import type { SettingsName } from '../../../src/core/cases/settings.ts';
import type { SettingsContext } from '../../../src/core/cases/settingsContext.ts';
import { releaseDecisions } from '../../../src/core/model/release.ts';
import type { Severity } from '../../../src/core/model/problem.ts';

/** `at` is the text that is marked, `fixed` what the first fix makes of the file. */
type Row = { readonly file: SettingsName; readonly text: string; readonly code: string; readonly at: string; readonly says: string; readonly fixed?: string; readonly around?: SettingsContext; readonly severity?: Severity };

const governed = 'governance: {accountable: ann, standard: s, correction: c, escalation: e, cadence: {every: P7D, last: "2026-02-27"}}\n';
const ofRelease = (text: string, row: Omit<Row, 'file' | 'text'>): Row => ({ file: 'release', ...row, text: text + governed, ...(row.fixed === undefined ? {} : { fixed: row.fixed + governed }) });
const now = new Date('2026-03-01T00:00:00Z');
const nothingThere = { fileExists: () => false };
const people: SettingsContext = { config: { owners: ['platform', 'risk'], roles: ['supervisor'] } };
const labels = (id: string): SettingsContext => ({ labelledClasses: () => new Map([[id, [{ file: 'ana.jsonl', range: { start: 0, end: 9 } }]]]) });
const uses = (id: string): SettingsContext => ({ classUses: () => new Map([[id, [{ file: 'a.case.yaml', range: { start: 3, end: 9 } }]]]) });

const rows: readonly Row[] = [
  { file: 'config', code: 'CB801', text: 'roles: [a\n', at: 'a', says: 'Flow sequence' },
  { file: 'config', code: 'CB801', text: 'tags: []\n---\ntags: []\n', at: '---', says: 'This file holds one document; a second one starts here.' },
  { file: 'config', code: 'CB801', text: 'timezone: {{zone}}\n', at: '{{zone}}', says: 'Put this in quotes', fixed: 'timezone: "{{zone}}"\n' },
  { file: 'config', code: 'CB802', text: 'targets: {a: {type: command, comand: x, command: y}}\n', at: 'comand', says: 'There is no key comand here.' },
  { file: 'config', code: 'CB802', text: 'timezon: UTC\n', at: 'timezon', says: 'There is no key timezon here. Did you mean timezone?', fixed: 'timezone: UTC\n' },
  { file: 'config', code: 'CB803', text: 'targets:\n  null:\n    type: comand\n', at: 'comand', says: 'type has no value comand. Did you mean command?', fixed: 'targets:\n  null:\n    type: command\n' },
  { file: 'config', code: 'CB803', text: 'targets: {a: {type: grpc}}\n', at: 'grpc', says: 'type is one of replay, command, http; not grpc.' },
  { file: 'config', code: 'CB803', text: 'casebook: 2\n', at: '2', says: 'casebook must be 1, not 2.' },
  { file: 'config', code: 'CB803', text: 'targets: {a: {type: command, command: []}}\n', at: '[]', says: 'command needs at least one item.' },
  { file: 'config', code: 'CB803', text: '- a\n- b\n', at: '- a\n- b\n', says: 'config.yaml is a map of settings.' },
  { file: 'taxonomy', code: 'CB803', text: 'classes: [{id: Two words}]\n', at: 'Two words', says: 'id has characters that it may not have.' },
  { file: 'config', code: 'CB804', text: 'targets:\n  a: {command: x}\n', at: 'a', says: 'The key type is missing in a.' },
  { file: 'taxonomy', code: 'CB804', text: 'classes:\n  - name: Speed\n', at: 'name', says: 'The key id is missing in this item of classes.' },
  { file: 'config', code: 'CB805', text: 'roles: [a]\nroles: [b]\n', at: 'roles', says: 'The key roles stands twice in this map.' },
  { file: 'config', code: 'CB806', text: 'targets: {mended: {type: command, command: x}}\ndefaultTarget: mendd\n', at: 'mendd', says: 'There is no target mendd. Did you mean mended?', fixed: 'targets: {mended: {type: command, command: x}}\ndefaultTarget: mended\n' },
  { file: 'config', code: 'CB810', text: 'targets: {mended: {type: command, command: x}}\ndefaultTarget: replay\n', at: 'replay', says: 'defaultTarget cannot be a replay', fixed: 'targets: {mended: {type: command, command: x}}\ndefaultTarget: mended\n' },
  { file: 'config', code: 'CB810', text: 'roles: [a]\ndefaultTarget: replay\n', at: 'replay', says: 'would never run', fixed: 'roles: [a]\n' },
  { file: 'taxonomy', code: 'CB806', text: 'classes: [{id: speed, mergedInto: answer_qualty}]\n', at: 'answer_qualty', says: 'Did you mean answer_quality?', fixed: 'classes: [{id: speed, mergedInto: answer_quality}]\n' },
  { file: 'taxonomy', code: 'CB807', text: 'classes: [{id: speed}, {id: speed}]\n', at: 'speed', says: 'The class speed is listed twice.' },
  { file: 'taxonomy', code: 'CB807', text: 'classes: [{id: speed, modes: [{id: slow}, {id: slow}]}]\n', at: 'slow', says: 'The mode slow is listed twice.' },
  { file: 'config', code: 'CB806', text: 'timezone: Europe/Berlim\n', at: 'Europe/Berlim', says: 'Did you mean Europe/Berlin?', fixed: 'timezone: Europe/Berlin\n' },
  { file: 'config', code: 'CB807', text: 'tags: [orders, refunds, orders]\n', at: 'orders', says: 'The tag orders is listed twice.', fixed: 'tags: [orders, refunds]\n' },
  { file: 'config', code: 'CB807', text: 'signals: {on: [slow], off: [loop, slow]}\n', at: 'slow', says: 'The signal slow is listed twice.' },
  { file: 'config', code: 'CB807', text: 'tools: [getOrder, {name: getOrder}]\n', at: 'getOrder', says: 'The tool getOrder is listed twice.' },
  { file: 'config', code: 'CB807', text: 'reviewers: [{name: anna, was: [ana]}, {name: ben, was: [ana]}]\n', at: 'ana', says: 'The reviewer ana is listed twice.' },
  { file: 'config', code: 'CB802', text: 'tools: [{name: getOrder, descripton: x}]\n', at: 'descripton', says: 'Did you mean description?', fixed: 'tools: [{name: getOrder, description: x}]\n' },
  { file: 'config', code: 'CB804', text: 'prices: {small: {input: 1, output: 2}}\n', at: 'small', says: 'The key date is missing in small.' },
  { file: 'config', code: 'CB822', text: 'prices: {small: {date: "2026-02-30", input: 1, output: 2}}\n', at: '"2026-02-30"', says: '2026-02-30 is no day.' },
  { file: 'config', code: 'CB822', text: 'evaluators: {counting: bag}\n', at: 'bag', says: 'multiset, set' },
  { file: 'config', code: 'CB822', text: 'evaluators: {strict: often}\n', at: 'often', says: 'strict is one of false, true' },
  { file: 'config', code: 'CB815', text: 'tools: tols.json\n', at: 'tols.json', says: 'tols.json is not there.', around: nothingThere, fixed: 'tools: traces\n' },
  { file: 'config', code: 'CB815', text: 'documents: docs.json\n', at: 'docs.json', says: 'docs.json is not there.', around: nothingThere },
  { file: 'config', code: 'CB816', text: 'redaction: {rules: [{name: order, pattern: "(?<=no )12"}]}\n', at: '"(?<=no )12"', says: 'cannot be used' },
  { file: 'config', code: 'CB816', text: 'facts: {approval: {tool: ask, granted: {$subst: {ok: true}}}}\n', at: '$subst', says: 'Did you mean $subset?' },
  { file: 'config', code: 'CB816', text: 'facts: {fallback: [a, {answer: {$icontains: ""}}]}\n', at: '""', says: 'mpty' },
  { file: 'config', code: 'CB802', text: 'queues: [{id: late, query: {minLatency: 5}}]\n', at: 'minLatency', says: 'There is no key minLatency here.' },
  { file: 'config', code: 'CB803', text: 'queues: [{id: late, query: {signal: retrystorm}}]\n', at: 'retrystorm', says: 'Did you mean retryStorm?', fixed: 'queues: [{id: late, query: {signal: retryStorm}}]\n' },
  { file: 'config', code: 'CB803', text: 'queues: [{id: Late ones}]\n', at: 'Late ones', says: 'id has characters that it may not have.' },
  { file: 'config', code: 'CB803', text: 'review: {blind: sometimes}\n', at: 'sometimes', says: 'blind' },
  { file: 'config', code: 'CB804', text: 'queues: [{name: Late}]\n', at: '{name: Late}', says: 'The key id is missing in this item of queues.' },
  { file: 'config', code: 'CB806', text: 'reviewers: [{name: jonas}]\nqueues: [{id: late, reviewers: [jona]}]\n', at: 'jona', says: 'config.yaml has no reviewer jona. Did you mean jonas?', fixed: 'reviewers: [{name: jonas}]\nqueues: [{id: late, reviewers: [jonas]}]\n' },
  { file: 'config', code: 'CB807', text: 'queues: [{id: late}, {id: late}]\n', at: 'late', says: 'The queue late is listed twice.' },
  { file: 'config', code: 'CB822', text: 'queues: [{id: late, query: {since: yesterday}}]\n', at: 'yesterday', says: 'yesterday is no day or time.' },
  { file: 'config', code: 'CB822', text: 'signals: {off: [loop]}\nqueues: [{id: loops, query: {signal: loop}}]\n', at: 'loop', says: 'loop is off' },
  { file: 'config', code: 'CB817', text: 'sources: [{folder: traces, files: "*.{json,jsonl}"}]\n', at: '"*.{json,jsonl}"', says: '{ has no special meaning', severity: 'warning' },
  { file: 'taxonomy', code: 'CB808', text: 'classes:\n  - id: speed\n', at: 'classes', says: '1 case names manners, which is not listed.', around: uses('manners'), severity: 'warning', fixed: 'classes:\n  - id: speed\n  - id: manners\n    retired: true\n' },
  { file: 'taxonomy', code: 'CB808', text: 'classes:\n  - id: speed\n', at: 'classes', says: '1 labelled trace names manners, which is not listed.', around: labels('manners'), severity: 'warning', fixed: 'classes:\n  - id: speed\n  - id: manners\n    retired: true\n' },
  { file: 'taxonomy', code: 'CB818', text: 'classes: [{id: speed, mergedInto: tool_selection}]\n', at: 'speed', says: '1 case and 1 labelled trace still name speed. They count as tool_selection.', around: { ...uses('speed'), ...labels('speed') }, severity: 'hint' },
  { file: 'taxonomy', code: 'CB809', text: 'classes: [{id: speed, mergedInto: speed}]\n', at: 'speed', says: 'into itself', fixed: 'classes: [{id: speed}]\n' },
  { file: 'taxonomy', code: 'CB809', text: 'classes: [{id: speed, mergedInto: manners}, {id: manners, retired: true}]\n', at: 'manners', says: 'manners is retired' },
  { file: 'taxonomy', code: 'CB818', text: 'classes: [{id: speed, retired: true}]\n', at: 'speed', says: '1 case still names speed. They keep it.', around: uses('speed'), severity: 'hint' },
  ofRelease('tiers: {support: {thresholds: {answerCorrectnes: 0.9}}}\n', { code: 'CB814', at: 'answerCorrectnes', says: 'Did you mean answerCorrectness?', fixed: 'tiers: {support: {thresholds: {answerCorrectness: 0.9}}}\n' }),
  ofRelease('tiers: {support: {thresholds: {answerCorrectness: 95}}}\n', { code: 'CB822', at: '95', says: 'answerCorrectness is a share', fixed: 'tiers: {support: {thresholds: {answerCorrectness: 0.95}}}\n' }),
  ofRelease('tiers: {support: {thresholds: {passHatK: {k: 5}}}}\n', { code: 'CB822', at: '{k: 5}', says: '{k, min}' }),
  ofRelease('scorecard:\n  - {score: tools, metric: toolSelectionAccuracy}\n', { code: 'CB811', at: 'tools', says: 'Nobody owns tools.', around: people, fixed: 'scorecard:\n  - {score: tools, metric: toolSelectionAccuracy, owner: platform}\n' }),
  ofRelease('scorecard:\n  - {score: tools, metric: toolSelectionAccuracy, owner: ""}\n', { code: 'CB811', at: 'owner', says: 'Nobody owns tools.' }),
  ofRelease('scorecard: [{score: tools, metric: toolSelectionAcuracy, owner: ann}]\n', { code: 'CB814', at: 'toolSelectionAcuracy', says: 'Did you mean' }),
  ofRelease('scorecard: [{score: tools, metric: toolSelectionAccuracy, owner: platfrm}]\n', { code: 'CB819', at: 'platfrm', says: 'Did you mean platform?', around: people, severity: 'warning' }),
  ofRelease('decisions: [{id: ship, question: "May it ship?", gate: prompt}]\n', { code: 'CB806', at: 'prompt', says: 'There is no gate prompt.' }),
  ofRelease('gates: [{id: prompt, rules: [{metric: policyViolations, op: "=="}]}]\n', { code: 'CB823', at: 'op', says: 'The key value is missing beside op.' }),
  ofRelease('gates: [{id: prompt, rules: [{metric: policyViolations, value: 0}]}]\n', { code: 'CB823', at: 'value', says: 'The key op is missing' }),
  ofRelease('gates: [{id: prompt, rules: [{metric: policyViolations}]}]\n', { code: 'CB823', at: 'policyViolations', says: 'compares with nothing' }),
  ofRelease('gates: [{id: prompt}]\n', { code: 'CB823', at: 'prompt', says: 'lets everything pass' }),
  ofRelease('gates: [{id: prompt, rules: [{metric: answerCorrectness, tier: suport}]}]\ntiers: {support: {}}\n', { code: 'CB806', at: 'suport', says: 'Did you mean support?' }),
  ofRelease('gates: [{id: prompt, blockers: {failureClass: [policy]}}]\n', { code: 'CB806', at: 'policy', says: 'The taxonomy has no class policy.' }),
  ofRelease('gates: [{id: prompt, blockers: {cases: "tag:must"}, override: {by: [superviser]}}]\n', { code: 'CB819', at: 'superviser', says: 'Did you mean supervisor?', around: people, severity: 'warning' }),
  ofRelease('gates: [{id: prompt, blockers: {cases: "tag:must"}, rollback: {when: [{metric: taskCompletion, drop: 0.1, window: 1 day}]}}]\n', { code: 'CB821', at: '1 day', says: 'not an ISO duration' }),
  ofRelease('phases: [{id: one}, {id: one}]\n', { code: 'CB807', at: 'one', says: 'The phase one is listed twice.' }),
  ofRelease('phases: [{id: one, supported: [{from: "2026-02-10", to: "2026-02-01"}]}]\n', { code: 'CB822', at: '"2026-02-01"', says: 'comes before the first' }),
  ofRelease('phases: [{id: one, users: [{id: bo, primaryUseCase: refund}]}]\nuseCases: [{id: refunds}]\n', { code: 'CB806', at: 'refund', says: 'Did you mean refunds?' }),
  ofRelease('autonomy: [{rung: write}, {rung: read-only}]\n', { code: 'CB822', at: 'read-only', says: 'allows less' }),
  ofRelease('autonomy: [{rung: write, tools: [mony]}]\n', { code: 'CB806', at: 'mony', says: 'Did you mean money?', around: { config: { tools: [{ name: 'refund', group: 'money' }] } } }),
  ofRelease('policies: [{id: refunds}]\n', { code: 'CB823', at: 'refunds', says: 'forbids nothing' }),
  ofRelease('policies: [{id: cards, neverExpose: [{$regx: x}]}]\n', { code: 'CB816', at: '$regx', says: 'Did you mean $regex?' }),
  ofRelease('contracts: {refunds: {outputContract: {schema: {type: objekt}}}}\n', { code: 'CB816', at: 'schema', says: 'Not a valid JSON Schema' }),
  ofRelease('contracts: {refunds: {outputContract: {schema: gone.json}}}\n', { code: 'CB815', at: 'gone.json', says: 'gone.json is not there.', around: nothingThere }),
  ofRelease('contracts: {refunds: {freshness: {maxAge: 90 days}}}\n', { code: 'CB821', at: '90 days', says: 'not an ISO duration' }),
  ofRelease('contracts: {refund: {}}\nuseCases: [{id: refunds}]\n', { code: 'CB806', at: 'refund', says: 'There is no use case refund.' }),
  ofRelease('useCases: [{id: refunds, share: 0.5}, {id: orders, share: 0.3}]\n', { code: 'CB820', at: 'useCases', says: 'The shares make 0.8, not 1.', severity: 'warning' }),
  ofRelease('routing: {reviewedAt: "2026-13-01"}\n', { code: 'CB822', at: '"2026-13-01"', says: 'is no day' }),
  { file: 'release', code: 'CB812', text: 'tiers: {}\n', at: 'tiers', says: 'accountable, standard, correction, escalation, cadence', severity: 'warning' },
  { file: 'release', code: 'CB812', text: governed.replace('standard: s, ', ''), at: 'governance', says: 'governance needs standard.', severity: 'warning' },
  { file: 'release', code: 'CB813', text: governed.replace('02-27', '02-01'), at: '"2026-02-01"', says: 'Last done 28 days ago; it is due every P7D.', severity: 'warning', fixed: governed.replace('02-27', '03-01') },
  { file: 'release', code: 'CB813', text: governed.replace(', last: "2026-02-27"', ''), at: 'cadence', says: 'add last', severity: 'warning' },
  { file: 'release', code: 'CB824', text: `# casebook-disable-next-line CB812\n${governed}`, at: '# casebook-disable-next-line CB812', says: 'Say why behind CB812', severity: 'warning' },
  { file: 'release', code: 'CB821', text: governed.replace('P7D', 'weekly'), at: 'weekly', says: 'not an ISO duration' },
];

test.each(rows)('$code $at: $says', ({ file, text, code, at, says, fixed, around = {}, severity = 'error' }) => {
  const { problems } = readSettings(file, text, { now, ...around });
  const [problem] = problems;
  expect(problems.map((each) => [each.code, each.severity])).toEqual([[code, severity]]);
  expect(problem?.message).toContain(says);
  expect(text.slice(problem?.range.start, problem?.range.end)).toBe(at);
  const [fix] = problem?.fixes ?? [];
  if (fixed !== undefined) expect(fix && 'edits' in fix ? applyEdits(text, fix.edits) : undefined).toBe(fixed);
});

test('every code has a row', () => {
  expect([...new Set(rows.map((row) => row.code))].toSorted()).toEqual(Object.keys(settingsCodes));
});

test('the second of two keys is the one that stands twice', () => {
  expect(readSettings('config', 'roles: [a]\nroles: [b]\n').problems[0]?.range.start).toBe(11);
});

describe('what is right', () => {
  test('an absent value is no problem', () => {
    expect(readSettings('config', '# nothing yet\n')).toEqual({ value: null, problems: [] });
  });

  test('each link of a circle of merges is told', () => {
    const { problems } = readSettings('taxonomy', 'classes: [{id: a, mergedInto: b}, {id: b, mergedInto: c}, {id: c, mergedInto: a}]\n');
    expect(problems.map(({ code, message }) => [code, message.split(':')[1]?.split('.')[0]?.trim()])).toEqual([['CB809', 'a → b → c → a'], ['CB809', 'b → c → a → b'], ['CB809', 'c → a → b → c']]);
  });

  test('the second of two ids leads to the first', () => {
    const text = 'classes: [{id: speed}, {id: speed}]\n';
    const [problem] = readSettings('taxonomy', text, { file: 'file:///t.yaml' }).problems;
    expect(problem?.related).toEqual([{ file: 'file:///t.yaml', range: { start: text.indexOf('speed'), end: text.indexOf('speed') + 5 }, message: 'speed stands here first' }]);
  });

  test('a mistake in one part does not silence the others', () => {
    expect(readSettings('config', 'timezon: UTC\ndefaultTarget: nobody\n').problems.map((each) => each.code)).toEqual(['CB802', 'CB806']);
  });

  test('a finding can be disabled with a reason, a mistake that keeps the file from being read cannot', () => {
    const release = (line: string): string => `# casebook-disable-next-line CB812, CB802 we are still alone\n${line}\n`;
    expect(readSettings('release', release('tiers: {}')).problems.map((each) => [each.code, each.message])).toEqual([['CB824', 'Nothing on the next line has CB802: this comment can go.']]);
    expect(readSettings('release', release('teirs: {}')).problems.map((each) => each.code)).toEqual(['CB824', 'CB802']);
  });

  test('the whole of METRICS 12 is a release', () => {
    const { value, problems } = readSettings('release', readFileSync(join(import.meta.dirname, '../../fixtures/settings/release.yaml'), 'utf8'), { now });
    expect(problems).toEqual([]);
    expect(Object.keys(value ?? {})).toEqual(['casebook', 'decisions', 'tiers', 'scorecard', 'gates', 'phases', 'autonomy', 'policies', 'routing', 'contracts', 'governance', 'useCases']);
  });

  test('the five decisions fit the file', () => {
    const text = `decisions:\n${releaseDecisions.map(({ id, question }) => `  - {id: ${id}, question: "${question}"}\n`).join('')}${governed}`;
    expect(releaseDecisions).toHaveLength(5);
    expect(readSettings('release', text, { now }).problems).toEqual([]);
  });

  test('names that refer to nothing leave the rest readable', () => {
    expect(readSettings('config', 'defaultTarget: x\nroles: [a]\n').value?.roles).toEqual(['a']);
  });
});
