import { plural } from '../../src/core/display/numbers.ts';
import type { ComparedStep, Comparison } from '../../src/core/model/comparison.ts';
import { deltasOf } from './deltas.ts';

const cell = (text: string): string => text.replaceAll(/[\r\n]+/gu, ' ').replaceAll(/[\\|`*_<>[\]]/gu, (mark) => `\\${mark}`);
const stepWords = (step: ComparedStep | null): string => (step === null ? '' : cell(`${step.n} ${step.name}${step.detail === null ? '' : ` ${step.detail}`}${step.failed ? ' (failed)' : ''}`));
const relations = { same: '=', changed: '≠', onlyA: '−', onlyB: '+' } as const;

/** The comparison as a person would paste it into an issue. */
export function comparisonMarkdown({ a, b, pairs, firstDivergence }: Comparison): string {
  return [
    `**A** ${cell(a.title)}, ${cell(a.words)}`, '', `**B** ${cell(b.title)}, ${cell(b.words)}`, '',
    '| | A | B | |', '|---|---|---|---|',
    ...deltasOf(a, b).map(({ name, a: one, b: other, change }) => `| ${name} | ${one} | ${other} | ${change} |`), '',
    firstDivergence === null ? 'The runs do the same.' : `First divergence ${cell(firstDivergence.sentence)}`, '',
    `${plural(pairs.length, 'pair')} of steps`, '',
    '| A | | B |', '|---|---|---|',
    ...pairs.map((pair) => `| ${stepWords(pair.a)} | ${relations[pair.relation]} | ${stepWords(pair.b)} |`), '',
  ].join('\n');
}
