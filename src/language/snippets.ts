import type { Field } from '../core/cases/fields.ts';
import { releaseDecisions } from '../core/model/release.ts';
import { namesOf } from './fieldScope.ts';
import { argumentsOf, knownTools, typicalValues } from './knownTools.ts';
import { namesAt } from './place.ts';
import type { Place } from './place.ts';
import { bareBlank, blank, choice, escapeSnippet, printTemplate } from './template.ts';
import type { Template, TemplateMap, TemplateStyle } from './template.ts';
import { valueText } from './valueText.ts';

/** What a list begins with when it is first written. */
const starts: Readonly<Record<string, readonly [TemplateMap]>> = {
  steps: [{ tool: blank() }], messages: [{ role: choice('user', 'assistant', 'system', 'tool') }], state: [{ name: blank() }], relevant: [{ id: blank() }], requiresApproval: [{ tools: [bareBlank()] }],
  cases: [{ id: blank() }], classes: [{ id: blank() }], modes: [{ id: blank() }], gates: [{ id: blank() }], scorecard: [{ score: blank() }], phases: [{ id: blank() }], users: [{ id: blank() }],
  decisions: [{ id: blank() }], policies: [{ id: blank() }], useCases: [{ id: blank() }], autonomy: [{ rung: blank() }], rubric: [{ text: blank() }], when: [{ metric: blank() }],
};

/** The first key of such a list's first item. */
export const firstKeyOf = (list: string): string | undefined => (Object.hasOwn(starts, list) ? Object.keys(starts[list]?.[0] ?? {})[0] : undefined);

/** Lists that read better on one line. */
const inline: ReadonlySet<string> = new Set([
  'ignoreArgs', 'after', 'coverage', 'targets', 'tags', 'roles', 'owners', 'criteria', 'penalize', 'accept', 'reject', 'sequence', 'tools', 'distractors', 'mustCite', 'appliesTo', 'requires', 'neverFor', 'by', 'failureClass', 'allowedSources',
]);

/** A key with room for its value, where its map stands in `column`. */
export function keySnippet({ key, kind, choices }: Pick<Field, 'key' | 'kind' | 'choices'>, style: TemplateStyle): string {
  const { json, flow, column } = style;
  const name = keyName(key, json);
  if (json || flow) return `${name}: ${kind === 'map' ? '{$1}' : kind === 'list' ? '[$1]' : json && kind === 'text' && choices.length === 0 ? '"$1"' : '$1'}`;
  const indent = ' '.repeat(column + 2);
  if (kind === 'map') return `${name}:\n${indent}$1`;
  if (kind !== 'list') return `${name}: `;
  if (inline.has(key)) return `${name}: [$1]`;
  const start = Object.hasOwn(starts, key) ? starts[key] : undefined;
  return `${name}:\n${indent}${start === undefined ? '- $1' : printTemplate(start, { ...style, column: column + 2 })}`;
}

export const keyName = (key: string, json: boolean): string => escapeSnippet(!json && /^\$\w+$/.test(key) ? key : valueText(key, { json }));

/** A part of a file that is written in one go. */
export type Snippet = { readonly label: string; readonly detail: string; readonly template: Template };

/** S0's six fields, which alone make a valid case. */
export const newCase: TemplateMap = {
  id: blank('short-name-of-the-question'), query: blank('What the user asks'), expectedTool: blank('toolName'), expectedBehavior: blank('What a person would check'),
  failureWeObserved: { summary: blank('What went wrong'), class: choice('tool_selection', 'tool_arguments', 'answer_quality', 'policy_boundary', 'evidence_quality', 'recovery_behavior') }, groundTruth: blank('the true value'),
};

const suite: TemplateMap = { casebook: 1, suite: blank('name-of-the-suite'), defaults: { metadata: { difficulty: choice('easy', 'medium', 'hard') } }, cases: [newCase] };

const contract: TemplateMap = {
  schema: {
    type: 'object', required: [blank('answer')], additionalProperties: false,
    properties: { answer: { type: 'string', minLength: 1 }, confidence: { type: 'number', minimum: 0, maximum: 1 } },
  },
  fallback: { when: choice('invalid', 'lowConfidence', 'any'), expect: { $subset: { answer: { $icontains: blank('human review') } } } },
};

const variants: readonly Snippet[] = [
  { label: 'variant', detail: 'A rewording that keeps the meaning', template: { id: blank('typo'), kind: choice('typo', 'paraphrase', 'terse', 'verbose', 'language', 'formatting'), query: blank('The same question in other words') } },
];

const steps: readonly Snippet[] = [
  { label: 'step', detail: 'A call with its arguments', template: { tool: blank('toolName'), args: { argument: blank('value') } } },
  { label: 'step: any of', detail: 'Alternatives, of which one is enough', template: { anyOf: [{ tool: blank('oneTool') }, { tool: blank('anotherTool') }] } },
  { label: 'step: parallel', detail: 'Calls whose order among each other is free', template: { parallel: [{ tool: blank('oneTool') }, { tool: blank('anotherTool') }] } },
];

const forbidden: readonly Snippet[] = [
  { label: 'forbidden unless approved', detail: 'A call that needs an approval before it', template: { tool: blank('toolName'), unless: { approval: 'granted', by: blank('supervisor') } } },
  { label: 'forbidden sequence', detail: 'Calls that must not follow each other', template: { sequence: [blank('oneTool'), blank('anotherTool')] } },
];

/** Snippets for an item of a list, or for the keys of a map that has none yet; `isItem` says which is being written. */
export function snippetsAt(place: Place, isItem: boolean): readonly Snippet[] {
  const { scope } = place;
  const names = namesOf(scope.path);
  if (scope.schema === 'case' && isItem) {
    if (scope.path.length === 0) return [{ label: 'new case', detail: 'The six fields of a regression case', template: newCase }];
    if (names === 'variants') return variants;
    if (/^trajectory\.steps(?:\.(?:anyOf|parallel))*$/.test(names)) return [...stepsOfTools(place), ...steps];
    if (names === 'trajectory.forbidden') return forbidden;
  }
  if (scope.schema === 'case' && names === 'outputContract') return [{ label: 'contract', detail: 'A closed schema, and what to fall back to', template: contract }];
  if (scope.schema === 'release' && isItem && names === 'decisions') return decisionsNotIn(place);
  return [];
}

/** What a whole file begins with. */
export const fileSnippets: readonly Snippet[] = [
  { label: 'new case', detail: 'The six fields of a regression case', template: newCase },
  { label: 'new suite', detail: 'Several cases with shared defaults', template: suite },
];

const mostTools = 8;

/** Steps of the tools that traces call most, each with its required arguments. */
function stepsOfTools({ uri, surroundings }: Place): readonly Snippet[] {
  return knownTools(uri, surroundings).filter((tool) => argumentsOf(tool).some(({ required }) => required)).slice(0, mostTools).map((tool): Snippet => ({
    label: `step: ${tool.name}`, detail: `with its required arguments, ${tool.use}`,
    template: { tool: tool.name, args: Object.fromEntries(argumentsOf(tool).filter(({ required }) => required).map((argument): [string, Template] => {
      const [first] = typicalValues(argument);
      return [argument.name, first === undefined ? bareBlank() : bareBlank(valueText(first.value, { json: true }))];
    })) },
  }));
}

/** The decisions that an evaluation is most often for, without those the file has. */
function decisionsNotIn({ stated }: Place): readonly Snippet[] {
  const here = new Set(namesAt(stated, ['decisions', '*', 'id']));
  return releaseDecisions.filter(({ id }) => !here.has(id)).map(({ id, question, appliesTo }): Snippet => ({
    label: `decision: ${id}`, detail: `${question} A change of ${appliesTo.join(', ')}.`, template: { id, question, owner: blank('who-decides') },
  }));
}
