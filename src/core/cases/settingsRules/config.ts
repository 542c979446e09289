import type { Config } from '../../model/config.ts';
import { wrongOptions } from '../../evaluators/optionValues.ts';
import { compileRegex } from '../../evaluators/regex.ts';
import { isJsonMap } from '../../model/json.ts';
import type { CasePath } from '../../model/result.ts';
import type { CaseView } from '../caseView.ts';
import { matcherFindings } from '../rules/matchers.ts';
import type { Finding } from '../rules/rule.ts';
import type { SettingsContext } from '../settingsContext.ts';
import { catalogueNames } from '../toolCatalogue.ts';
import { isDay, patternProblem } from './forms.ts';
import { named, unique, uniqueNames } from './settingsRule.ts';
import type { SettingsRule } from './settingsRule.ts';
import { toolList } from './toolList.ts';

/** `config.yaml` in itself. */
export const configRule: SettingsRule<Config> = {
  codes: {
    CB806: 'A name refers to something that is not stated.',
    CB807: 'Two entries have the same id.',
    CB810: 'The default target never runs the agent.',
    CB815: 'A file that is named is not there.',
    CB816: 'A regular expression, a matcher or a schema cannot be used.',
    CB817: 'A pattern of file names has signs that stand for themselves.',
    CB822: 'A value makes no sense here.',
  },
  *check(config, view, around) {
    yield* defaultTarget(config, view);
    yield* file(view, ['tools'], config.tools, around);
    yield* file(view, ['documents'], config.documents, around);
    if (Array.isArray(config.tools)) yield* unique(view, catalogueNames(config.tools).map((name, index) => [typeof config.tools?.[index] === 'string' ? ['tools', index] : ['tools', index, 'name'], name]), 'The tool');
    yield* toolList(config, view);
    yield* uniqueNames(view, ['roles'], config.roles, 'The role');
    yield* uniqueNames(view, ['tags'], config.tags, 'The tag');
    yield* unique(view, (config.reviewers ?? []).flatMap(({ name, was = [] }, index) => [[['reviewers', index, 'name'], name] as const, ...was.map((each, at) => [['reviewers', index, 'was', at], each] as const)]), 'The reviewer');
    yield* queues(config, view);
    yield* uniqueNames(view, ['owners'], config.owners, 'The owner');
    yield* unique(view, (['on', 'off'] as const).flatMap((list) => (config.signals?.[list] ?? []).map((name, index) => [['signals', list, index], name] as const)), 'The signal');
    for (const [index, { pattern }] of (config.redaction?.rules ?? []).entries()) {
      const compiled = compileRegex(pattern, '');
      if ('error' in compiled) yield { code: 'CB816', at: ['redaction', 'rules', index, 'pattern'], message: `This regular expression cannot be used: ${compiled.error}.` };
    }
    for (const [index, source] of (config.sources ?? []).entries()) yield* pattern(['sources', index, 'files'], source.files);
    for (const [model, { date }] of Object.entries(config.prices ?? {})) if (!isDay(date)) yield { code: 'CB822', at: ['prices', model, 'date'], message: `${date} is no day. Write it as 2026-01-31.` };
    yield* factMatchers(config, view);
    yield* timezone(config, view);
    for (const { option, message } of wrongOptions(config.evaluators)) yield { code: 'CB822', at: ['evaluators', option], message };
  },
};

function* defaultTarget({ targets = {}, defaultTarget: name }: Config, view: CaseView): Iterable<Finding> {
  if (name === undefined) return;
  const runnable = Object.keys(targets).filter((each) => targets[each]?.type !== 'replay');
  const isReplay = name === 'replay' || targets[name]?.type === 'replay';
  if (!isReplay) {
    yield* named(view, ['defaultTarget'], name, runnable, 'There is no target');
    return;
  }
  yield {
    code: 'CB810', at: ['defaultTarget'], message: 'defaultTarget cannot be a replay: it would never run the agent.',
    fixes: [...runnable.flatMap((each) => view.set(`Change to ${each}`, ['defaultTarget'], each)), ...view.remove('Remove defaultTarget', ['defaultTarget'])],
  };
}

function* queues({ queues: listed = [], reviewers, signals }: Config, view: CaseView): Iterable<Finding> {
  yield* unique(view, listed.map(({ id }, index) => [['queues', index, 'id'], id]), 'The queue');
  for (const [index, { query, reviewers: sharing }] of listed.entries()) {
    yield* uniqueNames(view, ['queues', index, 'reviewers'], sharing, 'The reviewer');
    for (const [at, name] of (sharing ?? []).entries()) yield* named(view, ['queues', index, 'reviewers', at], name, reviewers?.map((each) => each.name), 'config.yaml has no reviewer');
    for (const day of ['since', 'until'] as const) {
      const time = query?.[day];
      if (time !== undefined && Number.isNaN(Date.parse(time))) yield { code: 'CB822', at: ['queues', index, 'query', day], message: `${time} is no day or time. Write it as 2026-01-31 or 2026-01-31T14:00:00Z.` };
    }
    if (query?.signal !== undefined && query.signal !== null && signals?.off?.includes(query.signal)) yield { code: 'CB822', at: ['queues', index, 'query', 'signal'], message: `${query.signal} is off: no trace is looked at for it, and the queue stays empty.` };
  }
}

function* file(view: CaseView, at: CasePath, path: unknown, { fileExists }: SettingsContext): Iterable<Finding> {
  if (typeof path !== 'string' || path === 'traces' || !fileExists || fileExists(path)) return;
  yield { code: 'CB815', at, message: `${path} is not there. Name a file by its path from the folder that holds casebook, or write traces to take what was seen.`, fixes: view.set('Change to traces', at, 'traces') };
}

function* pattern(at: CasePath, files: string | undefined): Iterable<Finding> {
  const problem = files === undefined ? undefined : patternProblem(files);
  if (problem !== undefined) yield { code: 'CB817', at, message: problem };
}

/** Facts may be read off an answer or a result by a matcher. */
function* factMatchers({ facts = {} }: Config, view: CaseView): Iterable<Finding> {
  for (const [fact, stated] of Object.entries(facts)) {
    const sources: readonly (readonly [CasePath, unknown])[] = Array.isArray(stated) ? stated.map((each, index) => [['facts', fact, index], each]) : [[['facts', fact], stated]];
    for (const [at, source] of sources) {
      for (const key of ['answer', 'granted']) {
        const matcher = isJsonMap(source) ? source[key] : undefined;
        if (matcher !== undefined) for (const finding of matcherFindings(view, [...at, key], matcher)) yield { ...finding, code: 'CB816' };
      }
    }
  }
}

function* timezone({ timezone: zone }: Config, view: CaseView): Iterable<Finding> {
  if (zone === undefined || isTimeZone(zone)) return;
  yield* named(view, ['timezone'], zone, Intl.supportedValuesOf('timeZone'), 'There is no time zone');
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
