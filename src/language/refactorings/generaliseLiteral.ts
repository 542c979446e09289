import { CodeActionKind } from 'vscode-languageserver-types';
import { setInNode } from '../../core/cases/edit.ts';
import { matcherPlaces } from '../../core/cases/matcherPlaces.ts';
import { inPlace } from '../../core/cases/yamlPrint.ts';
import { nodeAt } from '../../core/cases/tree.ts';
import type { Json, JsonMap } from '../../core/model/json.ts';
import type { CasePath } from '../../core/model/result.ts';
import type { Refactored, Refactoring } from './refactoring.ts';

/** A value that must be equal becomes a matcher that lets more pass: what fits less than the value itself is never offered. */
export const generaliseLiteral: Refactoring = {
  *find({ file, parsed, path }): Iterable<Refactored> {
    const node = parsed?.readable ? nodeAt(parsed.node, path) : undefined;
    if (!parsed?.readable || node?.kind !== 'scalar' || node.alias || !mayHoldMatcher(path)) return;
    const around = [...matcherPlaces(parsed.readable)].find(([place]) => place.length <= path.length && place.every((key, index) => key === path[index]));
    if (!around || path.slice(around[0].length).some((key) => String(key).startsWith('$'))) return;
    // Beside `$regex: …` there is no value: it is one of the matcher's own options.
    const parent = nodeAt(parsed.node, path.slice(0, -1));
    if (parent?.kind === 'map' && parent.entries.some((entry) => entry.key.startsWith('$'))) return;
    for (const { words, matcher } of matchersFor(node.value)) {
      // An item of a list in block style would take lines of its own.
      const inItem = parent?.kind === 'list' && !parent.flow && node.style !== 'block';
      const edits = inItem ? [{ range: node.range, text: inPlace(matcher, '', { form: 'flow', eol: '\n' }) }] : setInNode(file.text, parsed, path, matcher);
      yield { title: `Accept ${words}`, kind: CodeActionKind.RefactorRewrite, edits };
    }
  },
};

/** The arguments themselves are a map, not a value; what an answer is compared with has ways of its own. */
function mayHoldMatcher(path: CasePath): boolean {
  const last = path.at(-1);
  return (path[0] === 'trajectory' || path[0] === 'state') && last !== 'args';
}

type Offer = { readonly words: string; readonly matcher: JsonMap };

const longestShape = 80;

export function matchersFor(value: Json): readonly Offer[] {
  const offers: Offer[] = [{ words: 'any value: $any', matcher: { $any: true } }];
  if (typeof value === 'string') {
    if (value !== '') offers.push({ words: 'texts that contain it: $icontains', matcher: { $icontains: value } });
    if (value !== '' && value.length <= longestShape && !/[\s\p{Cc}]/u.test(value)) offers.push({ words: 'texts of its form: $regex', matcher: { $regex: shapeOf(value) } });
    offers.push({ words: 'any text: $type', matcher: { $type: 'string' } });
  } else if (typeof value === 'number' && Number.isFinite(value)) {
    const { min, max } = aroundOf(value);
    if (min < max) offers.push({ words: `${min} to ${max}, 10 % around it: $range`, matcher: { $range: { min, max } } });
    offers.push({ words: 'any number: $type', matcher: { $type: 'number' } });
  } else if (typeof value === 'boolean') offers.push({ words: 'true or false: $type', matcher: { $type: 'boolean' } });
  return offers;
}

function aroundOf(value: number): { readonly min: number; readonly max: number } {
  const near = (factor: number): number => Number((value * factor).toPrecision(12));
  const [min, max] = [near(0.9), near(1.1)].sort((a, b) => a - b) as [number, number];
  return { min, max };
}

/** Digits and letters as classes of as many, everything else as it stands. */
export function shapeOf(text: string): string {
  const parts = text.match(/\d+|[A-Z]+|[a-z]+|[^\dA-Za-z]/gu) ?? [];
  const shape = parts.map((part) => {
    const letters = /^\d/.test(part) ? '\\d' : /^[A-Z]/.test(part) ? '[A-Z]' : /^[a-z]/.test(part) ? '[a-z]' : undefined;
    if (letters === undefined) return part.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`).replace('\\/', '/').replace('\\-', '-');
    return part.length === 1 ? letters : `${letters}{${part.length}}`;
  });
  return `^${shape.join('')}$`;
}
