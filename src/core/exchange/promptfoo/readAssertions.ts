import { isJsonMap } from '../../model/json.ts';
import type { Json, JsonMap } from '../../model/json.ts';
import { asLiteral } from '../literals.ts';
import { caseOf } from '../parts.ts';
import type { Parts } from '../parts.ts';
import { rendered } from '../templates.ts';
import { textMatchers } from './writeAnswer.ts';

/** What the assertions of a test say of the case, and those we cannot express. */
export type ReadAssertions = { readonly case: JsonMap; readonly foreign: readonly Json[] };

/** They name or weigh a result and change nothing of what passes; they are kept beside the case. */
const labels: ReadonlySet<string> = new Set(['metric', 'weight']);
/** Who judges is our judge's business. */
const judgeLabels: ReadonlySet<string> = new Set(['metric', 'weight', 'provider', 'rubricPrompt', 'threshold']);

type Draft = {
  readonly parts: Parts;
  /** Tools that must be used, by the assertion that says so. */
  readonly used: { readonly assertion: JsonMap; readonly tools: readonly string[]; readonly value: Json }[];
  push(path: string, ...values: readonly Json[]): void;
  /** What the answer must say. Several checks that are matchers hold together; besides one that is none, they are what must not be missing. */
  answer(match: string, value: Json, ...matchers: readonly JsonMap[]): boolean;
};
type Reader = (value: Json | undefined, assertion: JsonMap, draft: Draft) => boolean;

export function readAssertions(list: readonly Json[], vars: JsonMap): ReadAssertions {
  const draft = createDraft();
  const foreign: Json[] = [];
  // A sequence says the order; single tools and arguments are put into it.
  const ordered = [...list].sort((a, b) => Number(isSequence(b)) - Number(isSequence(a)));
  const failed = new Set<Json>();
  for (const assertion of ordered) {
    if (!isJsonMap(assertion) || typeof assertion['type'] !== 'string') {
      failed.add(assertion);
      continue;
    }
    const { type, value, ...options } = assertion;
    const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
    const own = reader?.options ?? [];
    const permitted = reader?.judged === true ? judgeLabels : labels;
    const isPlain = Object.entries(options).every(([key, each]) => own.includes(key) || (permitted.has(key) && !(key === 'weight' && each === 0)));
    const said = value === undefined ? undefined : rendered(value, vars);
    const fits = reader !== undefined && isPlain && said !== null && reader.read(said, assertion, draft);
    if (!fits) failed.add(assertion);
  }
  for (const assertion of requireTools(draft)) failed.add(assertion);
  for (const assertion of list) if (failed.has(assertion)) foreign.push(isJsonMap(assertion) && typeof assertion['type'] === 'string' ? assertion : { assert: assertion });
  const statements = draft.parts.get('expectedBehavior');
  const [single, ...more] = Array.isArray(statements) ? (statements as readonly Json[]) : [];
  if (single !== undefined && more.length === 0) draft.parts.set('expectedBehavior', single);
  return { case: caseOf(draft.parts), foreign };
}

const isSequence = (assertion: Json): boolean => isJsonMap(assertion) && assertion['type'] === 'trajectory:tool-sequence';

function createDraft(): Draft {
  const parts: Parts = new Map();
  let together: readonly JsonMap[] = [];
  const push = (path: string, ...values: readonly Json[]): void => {
    const before = parts.get(path);
    parts.set(path, [...(Array.isArray(before) ? (before as readonly Json[]) : []), ...values]);
  };
  return {
    parts, push, used: [],
    answer(match, value, ...matchers) {
      if (!parts.has('answer.value')) {
        parts.set('answer.match', match);
        parts.set('answer.value', value);
        together = matchers;
        return true;
      }
      if (matchers.length === 0) return false;
      if (together.length === 0) push('answer.reject', ...matchers.map((each) => ({ $not: each })));
      else {
        together = [...together, ...matchers];
        parts.delete('answer.match');
        parts.set('answer.value', { $all: together });
      }
      return true;
    },
  };
}

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? (value === '' ? undefined : value) : typeof value === 'number' ? String(value) : undefined);
const texts = (value: Json | undefined): readonly string[] | undefined => {
  const list = Array.isArray(value) ? (value as readonly Json[]).map(text) : [];
  return list.length > 0 && list.every((each) => each !== undefined) ? (list as readonly string[]) : undefined;
};
const isFileOrCode = (value: Json | undefined): boolean => typeof value === 'string' && /^(file|package|python|javascript):/.test(value);

const onText = (match: string, matcher?: string): Reader => (value, _, draft) => {
  const said = text(value);
  return said !== undefined && !isFileOrCode(said) && draft.answer(match, said, ...(matcher === undefined ? [] : [{ [matcher]: said }]));
};
const onTexts = (match: string): Reader => (value, _, draft) => {
  const said = texts(value);
  return said !== undefined && draft.answer(match, said, ...(match === 'containsAll' ? said.map((each) => ({ $contains: each })) : []));
};
const rejecting = (matcher: string): Reader => (value, _, draft) => {
  const said = text(value);
  if (said === undefined || isFileOrCode(said)) return false;
  draft.push('answer.reject', { [matcher]: said });
  return true;
};
const rejectingAny = (matcher: string): Reader => (value, _, draft) => {
  const said = texts(value);
  if (said) draft.push('answer.reject', ...said.map((each) => ({ [matcher]: each })));
  return said !== undefined;
};
const judged: Reader = (value, _, draft) => {
  const statement = typeof value === 'string' ? value.trim() : isJsonMap(value) && typeof value['goal'] === 'string' && Object.keys(value).length === 1 ? value['goal'].trim() : '';
  if (statement === '' || isFileOrCode(statement)) return false;
  draft.push('expectedBehavior', statement);
  return true;
};
const limit = (path: string): Reader => (value, { threshold }, draft) => {
  if (value !== undefined || typeof threshold !== 'number' || draft.parts.has(path)) return false;
  draft.parts.set(path, threshold);
  return true;
};

const equal: Reader = (value, _, draft) => (isJsonMap(value) ? draft.answer('jsonEquals', asLiteral(value)) : typeof value === 'string' ? onText('equals')(value, _, draft) : false);

/** OR-ed spellings of one text are how we write that something is said. */
const containsAnyCase: Reader = (value, _, draft) => {
  const said = texts(value);
  const [first, ...others] = said ?? [];
  if (first === undefined || !draft.answer('icontains', first)) return false;
  if (others.length > 0) draft.parts.set('answer.accept', others);
  return true;
};

const similar: Reader = (value, { threshold = 0.75 }, draft) => {
  const said = text(value);
  if (said === undefined || isFileOrCode(said) || typeof threshold !== 'number' || !draft.answer('similar', said)) return false;
  draft.parts.set('answer.min', threshold);
  return true;
};

const words: Reader = (value, _, draft) => {
  const { min, max } = typeof value === 'number' ? { min: value, max: value } : isJsonMap(value) ? value : {};
  if ((min === undefined && max === undefined) || draft.parts.has('answer.length')) return false;
  draft.parts.set('answer.length', { ...(min === undefined ? {} : { minWords: min }), ...(max === undefined ? {} : { maxWords: max }) });
  return true;
};

const json: Reader = (value, _, draft) => {
  if (draft.parts.has('outputContract.schema') || isFileOrCode(value) || typeof value === 'string') return false;
  draft.parts.set('outputContract.schema', value ?? true);
  return true;
};

/** Name or glob: promptfoo reads both alike. */
const toolOf = (value: Json | undefined): string | undefined => {
  if (typeof value === 'string') return value === '' ? undefined : value;
  const said = isJsonMap(value) && (value['type'] === undefined || value['type'] === 'tool') ? (value['pattern'] ?? value['name']) : undefined;
  return typeof said === 'string' && said !== '' ? said : undefined;
};

const used: Reader = (value, assertion, draft) => {
  const tools = typeof value === 'string' ? [value] : texts(value);
  if (tools && value !== undefined && !tools.includes('')) {
    draft.used.push({ assertion, tools, value });
    return true;
  }
  const tool = toolOf(value);
  // A greatest number of calls is none of ours: calls beyond those expected are tolerated.
  if (tool === undefined || !isJsonMap(value) || draft.parts.has('trajectory.mode') || value['max'] !== undefined || value['min'] === 0) return false;
  const { min } = value;
  draft.push('trajectory.steps', { tool, ...(min === undefined ? {} : { min }), ...(typeof min === 'number' && min > 1 ? { max: min } : {}) });
  return true;
};

/** Tools that are in the steps are said there; others become steps, except of a sequence, which has no place for them. Returns what could not be said. */
function requireTools({ parts, used }: Draft): readonly JsonMap[] {
  const [first, ...others] = used;
  if (!first) return [];
  if (parts.get('expectedTool') === null) return used.map(({ assertion }) => assertion);
  const steps = parts.get('trajectory.steps');
  if (!Array.isArray(steps)) {
    parts.set('expectedTool', others.length === 0 ? first.value : [...new Set(used.flatMap(({ tools }) => tools))]);
    return [];
  }
  const known = new Set((steps as readonly Json[]).map((step) => (isJsonMap(step) ? step['tool'] : undefined)));
  const missing = used.filter(({ tools }) => !tools.every((tool) => known.has(tool)));
  if (parts.has('trajectory.mode')) return missing.map(({ assertion }) => assertion);
  const added = [...new Set(missing.flatMap(({ tools }) => tools))].filter((tool) => !known.has(tool));
  parts.set('trajectory.steps', [...(steps as readonly Json[]), ...added.map((tool) => ({ tool }))]);
  return [];
}

const notUsed: Reader = (value, _, draft) => {
  if (isJsonMap(value) && value['pattern'] === '*' && Object.keys(value).length === 1 && !draft.parts.has('expectedTool')) {
    draft.parts.set('expectedTool', null);
    return true;
  }
  const names = Array.isArray(value) ? (value as readonly Json[]).map(toolOf) : [toolOf(value)];
  // With a lower limit above 1, or an upper one, something else is forbidden than the tool.
  if (names.length === 0 || names.some((each) => each === undefined) || (isJsonMap(value) && (value['max'] !== undefined || (value['min'] ?? 1) !== 1))) return false;
  draft.push('trajectory.forbidden', ...names.map((each) => (isJsonMap(value) ? { tool: each ?? '' } : (each ?? ''))));
  return true;
};

const stepNames = (value: Json | undefined): readonly string[] | undefined => {
  const steps = Array.isArray(value) ? value : isJsonMap(value) ? value['steps'] : undefined;
  const names = Array.isArray(steps) ? (steps as readonly Json[]).map(toolOf) : [];
  return names.length > 0 && names.every((each) => each !== undefined) ? (names as readonly string[]) : undefined;
};

const sequence: Reader = (value, _, draft) => {
  const names = stepNames(value);
  const mode = isJsonMap(value) ? (value['mode'] ?? 'in_order') : 'in_order';
  if (!names || draft.parts.has('trajectory.steps') || (mode !== 'exact' && mode !== 'in_order')) return false;
  draft.parts.set('trajectory.mode', mode);
  draft.parts.set('trajectory.steps', names.map((tool) => ({ tool })));
  return true;
};

const notSequence: Reader = (value, _, draft) => {
  const names = stepNames(value);
  if (!names || names.length < 2 || (isJsonMap(value) && (value['mode'] ?? 'in_order') !== 'in_order')) return false;
  draft.push('trajectory.forbidden', { sequence: names });
  return true;
};

const args: Reader = (value, _, draft) => {
  const tool = toolOf(value);
  if (tool === undefined || !isJsonMap(value)) return false;
  const expected = value['args'] ?? value['arguments'];
  const { mode = 'partial', defaults, ignore } = value;
  if (!isJsonMap(expected) || (mode !== 'partial' && mode !== 'exact')) return false;
  const ignored = typeof ignore === 'string' ? [ignore] : ignore;
  const written = {
    args: Object.fromEntries(Object.entries(expected).map(([key, each]) => [key, asLiteral(each)])), ...(mode === 'exact' ? { argsMatch: mode } : {}),
    ...(defaults === undefined ? {} : { defaultArgs: defaults }), ...(ignored === undefined ? {} : { ignoreArgs: ignored }),
  };
  if (defaults !== undefined && !isJsonMap(defaults)) return false;
  if (ignored !== undefined && !(Array.isArray(ignored) && (ignored as readonly Json[]).every((each) => typeof each === 'string' && each.trim() !== ''))) return false;
  const before = draft.parts.get('trajectory.steps');
  const steps = Array.isArray(before) ? (before as readonly Json[]) : [];
  const at = steps.findIndex((step) => isJsonMap(step) && step['tool'] === tool && step['args'] === undefined);
  // In a sequence there is no place for a call that it does not name.
  if (at < 0 && draft.parts.get('trajectory.mode') !== undefined) return false;
  draft.parts.set('trajectory.steps', at < 0 ? [...steps, { tool, ...written }] : steps.map((step, index) => (index === at && isJsonMap(step) ? { ...step, ...written } : step)));
  return true;
};

const stepCount: Reader = (value, _, draft) => {
  if (!isJsonMap(value) || value['type'] !== 'tool' || typeof value['max'] !== 'number' || Object.keys(value).length !== 2 || draft.parts.has('trajectory.maxCalls')) return false;
  draft.parts.set('trajectory.maxCalls', value['max']);
  return true;
};

type AssertionReader = { readonly read: Reader; readonly options?: readonly string[]; readonly judged?: boolean };

/** Types of assertion that a case can express; every other one is kept as it is. */
const readers: Readonly<Record<string, AssertionReader>> = {
  contains: { read: onText('contains', '$contains') },
  icontains: { read: onText('icontains', '$icontains') },
  'starts-with': { read: onText('startsWith', '$startsWith') },
  regex: { read: onText('regex', '$regex') },
  equals: { read: equal },
  'contains-all': { read: onTexts('containsAll') },
  'contains-any': { read: onTexts('containsAny') },
  'icontains-any': { read: containsAnyCase },
  similar: { read: similar, options: ['threshold', 'provider'] },
  factuality: { read: onText('judge'), judged: true },
  ...Object.fromEntries(Object.entries(textMatchers).map(([matcher, type]) => [`not-${type}`, { read: rejecting(matcher) }])),
  'not-contains-any': { read: rejectingAny('$contains') },
  'not-icontains-any': { read: rejectingAny('$icontains') },
  'llm-rubric': { read: judged, judged: true },
  'trajectory:goal-success': { read: judged, judged: true },
  'is-json': { read: json },
  'word-count': { read: words },
  latency: { read: limit('budgets.latencyMs'), options: ['threshold'] },
  cost: { read: limit('budgets.costUsd'), options: ['threshold'] },
  'trajectory:tool-used': { read: used },
  'not-trajectory:tool-used': { read: notUsed },
  'trajectory:tool-sequence': { read: sequence },
  'not-trajectory:tool-sequence': { read: notSequence },
  'trajectory:tool-args-match': { read: args },
  'trajectory:step-count': { read: stepCount },
};
