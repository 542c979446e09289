import { slugOf } from '../core/cases/words.ts';
import { plural } from '../core/display/numbers.ts';
import { classesInUse } from '../core/model/failureClass.ts';
import { isJsonMap } from '../core/model/json.ts';
import type { Json } from '../core/model/json.ts';
import { defaultTier } from '../core/model/release.ts';
import { personalDetectors } from '../core/redaction/personal.ts';
import { classWords } from './classWords.ts';
import { documentWords, knownDocuments } from './knownDocuments.ts';
import { argumentAt, argumentsOf, knownTool, knownTools, typicalValues } from './knownTools.ts';
import type { KnownValue, ValueRows } from './knownValues.ts';
import { strangersText } from './markdown.ts';
import type { NameCount } from './namesUsed.ts';
import { argumentPathOf, stepIdsOf } from './place.ts';
import type { Place } from './place.ts';
import { toolWords } from './toolWords.ts';

/** Names with the same words behind each. */
export const listed = (values: Iterable<string> | undefined, detail: string): readonly KnownValue[] => [...new Set(values ?? [])].map((value) => ({ value, detail }));
export const tools = ({ uri, surroundings }: Place): readonly KnownValue[] =>
  knownTools(uri, surroundings).map((tool) => ({ value: tool.name, detail: tool.use, documentation: () => toolWords(tool), isWhole: true, kind: 'tool' }));
export const documents = ({ uri, surroundings }: Place): readonly KnownValue[] =>
  knownDocuments(uri, surroundings).map((each) => ({ value: each.id, detail: each.seen?.title ? `${each.use}: ${each.seen.title}` : each.use, documentation: () => documentWords(each), isWhole: true, kind: 'document' }));
export const classes = ({ uri, surroundings }: Place): readonly KnownValue[] =>
  classesInUse(surroundings.taxonomy(uri)).map((each) => ({ value: each.id, detail: each.name ?? 'failure class', documentation: () => classWords(each), isWhole: true }));
/** What config.yaml lists; where it has no list, what other cases use. */
const listedOrUsed = ({ uri, surroundings }: Place, list: 'roles' | 'owners' | 'tags', kind: 'role' | 'owner' | 'tag'): readonly KnownValue[] => {
  const stated = surroundings.config(uri)?.[list];
  return stated === undefined ? used(surroundings.usedElsewhere(uri)[kind]) : listed(stated, `${kind} of config.yaml`);
};
const used = (names: readonly NameCount[]): readonly KnownValue[] => names.map(({ name, cases }) => ({ value: name, detail: `in ${plural(cases, 'case')}` }));
export const suites = ({ uri, surroundings }: Place): readonly KnownValue[] => used(surroundings.usedElsewhere(uri).suite);
export const roles = (place: Place): readonly KnownValue[] => listedOrUsed(place, 'roles', 'role');
export const owners = (place: Place): readonly KnownValue[] => listedOrUsed(place, 'owners', 'owner');
const useCases = ({ uri, surroundings }: Place): readonly KnownValue[] => listed(surroundings.release(uri)?.useCases?.map(({ id }) => id), 'use case of release.yaml');

export const saying = (text: string | undefined): Pick<KnownValue, 'documentation'> => (text === undefined || text === '' ? {} : { documentation: () => strangersText(text) });

const step = String.raw`trajectory\.steps\.(?:(?:anyOf|parallel)\.)*`;

export const caseValues: ValueRows = [
  [/^id$/, caseIds],
  [/^(?:failureWeObserved\.class|metadata\.failureClass)$/, classes],
  [/^(?:failureWeObserved\.mode|metadata\.failureMode)$/, modes],
  [/^targets$/, ({ uri, surroundings }) => [...listed(Object.keys(surroundings.config(uri)?.targets ?? {}), 'target of config.yaml'), { value: 'replay', detail: 'the recorded trace' }]],
  [/^expectedTool$/, (place) => [...tools(place), ...(typeof place.scope.path.at(-1) === 'number' ? [] : [{ value: null, detail: 'no tool may be called' }])]],
  [new RegExp(String.raw`^(?:${step}tool|trajectory\.forbidden(?:\.tool|\.sequence)?|trajectory\.allowExtra|policy\.requiresApproval\.tools|messages\.toolCalls\.name)$`), tools],
  [new RegExp(String.raw`^(?:${step})?ignoreArgs$|^trajectory\.ignoreArgs$`), argumentNames],
  [new RegExp(String.raw`^(?:${step}|trajectory\.forbidden\.)(?:args|defaultArgs)\.`), argumentValues],
  [new RegExp(`^${step}after$`), (place) => listed(stepIdsOf(place), 'step of this case')],
  [/^trajectory\.forbidden\.unless\.approval$/, () => [{ value: 'granted', detail: 'an approval before it' }]],
  [/(?:requiresApproval|unless)\.by$|^escalation\.to$|^metadata\.segment\.role$|^source\.userRole$/, roles],
  [/^metadata\.coverage$/, (place) => listedOrUsed(place, 'tags', 'tag')],
  [/^metadata\.owner$|^quarantine\.owner$|^metadata\.reviewed\.by$/, owners],
  [/^metadata\.segment\.useCase$/, useCases],
  [/^metadata\.reviewed\.at$|^source\.capturedAt$|^groundTruth\.asOf$|^retrieval\.freshness\.asOf$/, dates],
  [/^judge\.use$/, ({ uri, surroundings }) => listed(Object.keys(surroundings.config(uri)?.judges ?? {}), 'judge of config.yaml')],
  [/^retrieval\.(?:relevant(?:\.id)?|anyOf|distractors)$/, documents],
  [/^grounding\.mustCite$/, citedDocuments],
  [/^retrieval\.relevant\.version$/, versions],
  [/^tier$/, tiers],
  [/^policy\.boundary$/, policies],
  [/^policy\.neverExpose$/, () => [...personalDetectors.map(({ id }) => id), 'secret', 'personal'].map((name) => ({ value: `detector:${name}`, detail: 'detector' }))],
  [/^answer\.path$|^outputContract\.minConfidence\.path$/, pointers],
  [/^retrieval\.freshness\.maxAge$/, () => listed(['P1D', 'P7D', 'P30D', 'P90D', 'P365D'], 'ISO duration')],
  [/^source\.(?:traceId|runId|file|sha256|importer|spanId|environment)$/, recordedSource],
];

/** A name made of the question, and names of recordings that wait for their case. */
function caseIds({ stated, uri, textAt, surroundings }: Place): readonly KnownValue[] {
  const query = textAt(['query']) ?? stated['query'];
  const slug = typeof query === 'string' ? slugOf(query) : '';
  return [...(slug === '' ? [] : [{ value: slug, detail: 'from the query' }]), ...listed(surroundings.recordedCases(uri), 'has a recording')];
}

function modes(place: Place): readonly KnownValue[] {
  const { uri, surroundings, textAt } = place;
  const inUse = classesInUse(surroundings.taxonomy(uri));
  const stated = textAt(['failureWeObserved', 'class']) ?? textAt(['metadata', 'failureClass']);
  const own = inUse.filter((each) => each.id === stated);
  return (own.some((each) => each.modes?.length) ? own : inUse).flatMap(({ id, modes: all = [] }) =>
    all.map((mode): KnownValue => ({ value: mode.id, detail: `mode of ${id}`, ...saying(mode.definition) })));
}

function argumentNames(place: Place): readonly KnownValue[] {
  const { uri, surroundings, textAt, scope: { path } } = place;
  const at = path.indexOf('ignoreArgs');
  const named = [textAt([...path.slice(0, at), 'tool'])];
  const used = at === 1 ? toolsOf(place.stated['trajectory']) : named;
  return [...new Map(used.flatMap((name) => {
    const tool = knownTool(name, uri, surroundings);
    return tool ? argumentsOf(tool).map((argument): [string, KnownValue] => [argument.name, { value: argument.name, detail: `argument of ${tool.name}` }]) : [];
  })).values()];
}

/** Names of the tools that the steps of a trajectory name. */
function toolsOf(trajectory: Json | undefined): readonly string[] {
  if (!isJsonMap(trajectory) || !Array.isArray(trajectory['steps'])) return [];
  const left = [...(trajectory['steps'] as readonly Json[])];
  const names: string[] = [];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (!isJsonMap(next)) continue;
    if (typeof next['tool'] === 'string') names.push(next['tool']);
    for (const key of ['anyOf', 'parallel']) if (Array.isArray(next[key])) left.push(...(next[key] as readonly Json[]));
  }
  return names;
}

function argumentValues({ uri, surroundings, textAt, scope: { path } }: Place): readonly KnownValue[] {
  const inside = argumentPathOf(path);
  const tool = inside && knownTool(textAt([...inside.step, 'tool']), uri, surroundings);
  const argument = tool && argumentAt(tool, inside.names);
  return argument ? typicalValues(argument) : [];
}

/** Documents that the case calls relevant come first: others in an answer are no evidence. */
function citedDocuments(place: Place): readonly KnownValue[] {
  const retrieval = place.stated['retrieval'];
  const relevant = isJsonMap(retrieval) && Array.isArray(retrieval['relevant']) ? (retrieval['relevant'] as readonly Json[]) : [];
  const ids = relevant.flatMap((each) => (typeof each === 'string' ? [each] : isJsonMap(each) && typeof each['id'] === 'string' ? [each['id']] : []));
  return [...listed(ids, 'relevant in this case'), ...documents(place).filter(({ value }) => !ids.some((id) => id === value))];
}

function versions({ uri, surroundings, textAt, scope: { path } }: Place): readonly KnownValue[] {
  const id = textAt([...path.slice(0, -1), 'id']);
  const document = knownDocuments(uri, surroundings).find((each) => each.id === id);
  return (document?.seen?.versions ?? []).map((value, index) => ({ value, detail: index === 0 ? 'latest version' : 'earlier version' }));
}

function tiers({ uri, surroundings }: Place): readonly KnownValue[] {
  const stated = surroundings.release(uri)?.tiers ?? {};
  return [...new Set([...Object.keys(stated), 'default'])].map((name) => {
    const limits = Object.entries((Object.hasOwn(stated, name) ? stated[name]?.thresholds : undefined) ?? (name === 'default' ? defaultTier.thresholds : undefined) ?? {});
    return { value: name, detail: Object.hasOwn(stated, name) ? 'tier of release.yaml' : 'built in', ...saying(limits.map(([metric, limit]) => `${metric}: ${JSON.stringify(limit)}`).join('\n\n')) };
  });
}

function policies({ uri, surroundings }: Place): readonly KnownValue[] {
  return (surroundings.release(uri)?.policies ?? []).map(({ id, description }) => ({ value: id, detail: 'policy of release.yaml', ...saying(description) }));
}

const deepest = 4;

/** JSON pointers to what the contract of the case lets the output hold. */
function pointers({ stated }: Place): readonly KnownValue[] {
  const contract = stated['outputContract'];
  const schema = isJsonMap(contract) ? contract['schema'] : undefined;
  const found: KnownValue[] = [];
  const collect = (here: Json | undefined, pointer: string, depth: number): void => {
    if (!isJsonMap(here) || depth > deepest || !isJsonMap(here['properties'])) return;
    for (const [key, property] of Object.entries(here['properties'])) {
      const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      found.push({ value: at, detail: isJsonMap(property) && typeof property['type'] === 'string' ? property['type'] : 'of the contract' });
      collect(property, at, depth + 1);
    }
  };
  collect(schema, '', 0);
  return found;
}

function dates({ surroundings, scope: { path } }: Place): readonly KnownValue[] {
  const today = surroundings.now().toISOString().slice(0, 10);
  return [...(path[0] === 'retrieval' ? [{ value: 'run', detail: 'when the run took place' }] : []), { value: today, detail: 'today' }];
}

/** What the recording of this case says of where it came from. */
function recordedSource({ uri, surroundings, textAt, scope: { path } }: Place): readonly KnownValue[] {
  const id = textAt(['id']);
  const source = id === undefined ? undefined : surroundings.recording(uri, id)?.source;
  const value = Object.entries(source ?? {}).find(([key]) => key === path.at(-1))?.[1];
  return typeof value === 'string' ? [{ value, detail: 'of the recording' }] : [];
}
