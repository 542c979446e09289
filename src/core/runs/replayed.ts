import { formatCount } from '../display/numbers.ts';
import { truncate } from '../display/truncate.ts';
import { areParallel, attemptsOf } from '../evaluators/calls.ts';
import { canonicalJson } from '../evaluators/canonical.ts';
import { foldCase, similarity } from '../evaluators/text.ts';
import { fitsDepth } from '../formats/jsonText.ts';
import type { ReplayComparison, ReplayOutcome } from '../model/replayed.ts';
import type { Trial } from '../model/trace.ts';

const mostOfAnswer = 2_000;
const mostNames = 200;
/** Letter by letter: above this a pair of answers takes longer than is worth it. */
const mostMeasured = 4_000_000;

/** Names of calls in order; those of one turn, or that overlap, stand together and have no order among each other. */
function blocksOf(trial: Trial): readonly (readonly string[])[] {
  const blocks: string[][] = [];
  let last: ReturnType<typeof attemptsOf>[number] | undefined;
  for (const attempt of attemptsOf(trial)) {
    if (last && areParallel(last.first, attempt.first)) blocks.at(-1)?.push(attempt.name);
    else blocks.push([attempt.name]);
    last = attempt;
  }
  return blocks;
}

type Parting = { readonly at: number; readonly recorded: string | null; readonly now: string | null };

/** Where no one order of names fits both sides any more; null where one fits all: what stands together may come in any order. */
export function partingOf(a: readonly (readonly string[])[], b: readonly (readonly string[])[]): Parting | null {
  const [left, right] = [a.map((block) => [...block]), b.map((block) => [...block])];
  for (let at = 0;;) {
    const [first, second] = [left[0], right[0]];
    if (!first || !second) return first || second ? { at, recorded: first?.[0] ?? null, now: second?.[0] ?? null } : null;
    for (const name of [...first]) {
      const there = second.indexOf(name);
      if (there < 0) continue;
      second.splice(there, 1);
      first.splice(first.indexOf(name), 1);
      at++;
    }
    // What comes next must be allowed next by both.
    if (first.length > 0 && second.length > 0) return { at, recorded: first[0] ?? null, now: second[0] ?? null };
    if (first.length === 0) left.shift();
    if (second.length === 0) right.shift();
  }
}

function toolsOf(recorded: Trial, now: Trial): ReplayComparison['tools'] {
  const names = (trial: Trial): readonly string[] | null => (trial.callsUnknown ? null : attemptsOf(trial).map(({ name }) => name));
  const [before, after] = [names(recorded), names(now)];
  const sides = { recorded: before?.slice(0, mostNames) ?? null, now: after?.slice(0, mostNames) ?? null };
  if (!before || !after) return { same: null, ...sides, difference: null };
  const parting = partingOf(blocksOf(recorded), blocksOf(now));
  return { same: parting === null, ...sides, difference: parting && `call ${formatCount(parting.at + 1)}: ${parting.recorded ?? 'none'}, now ${parting.now ?? 'none'}` };
}

/** An answer as it is compared: JSON by its value, text without letter case, white space and the spelling of characters. */
export function normalAnswer(text: string): string {
  const trimmed = text.trim();
  if (/^[[{]/u.test(trimmed)) {
    try {
      const value: unknown = JSON.parse(trimmed);
      if (fitsDepth(value)) return canonicalJson(value);
    } catch {
      // It only looks like JSON, and is compared as the text it is.
    }
  }
  return foldCase(trimmed.normalize('NFKC')).replace(/\s+/gu, ' ');
}

function answerOf(recorded: string | null, now: string | null): ReplayComparison['answer'] {
  const shown = (text: string | null): string | null => (text === null ? null : truncate(text, mostOfAnswer).text);
  const sides = { recorded: shown(recorded), now: shown(now) };
  if (recorded === null || now === null) return { same: null, similarity: null, ...sides };
  const [before, after] = [normalAnswer(recorded), normalAnswer(now)];
  const same = before === after;
  return { same, similarity: same ? 1 : before.length * after.length > mostMeasured ? null : (similarity(before, after) ?? null), ...sides };
}

const change = (recorded: number | null, now: number | null): ReplayComparison['latencyMs'] => ({ recorded, now, delta: recorded === null || now === null ? null : now - recorded });

/** What was recorded beside what the agent of today did with the same question. */
export function compareReplayed(recorded: Trial, now: Trial): ReplayComparison {
  return {
    tools: toolsOf(recorded, now),
    answer: answerOf(recorded.output, now.output),
    terminal: { same: recorded.terminal === null || now.terminal === null ? null : recorded.terminal === now.terminal, recorded: recorded.terminal, now: now.terminal },
    latencyMs: change(recorded.latencyMs, now.latencyMs),
    costUsd: change(recorded.costUsd, now.costUsd),
  };
}

/** One known difference settles it. Sameness needs calls or answer compared; how a run ended says too little alone. */
export function outcomeOfReplay({ tools, answer, terminal }: ReplayComparison): { readonly outcome: ReplayOutcome; readonly reason: string | null } {
  const differences = [
    ...(tools.same === false ? [`tools: ${tools.difference ?? 'other calls'}`] : []),
    ...(terminal.same === false ? [`ended: ${terminal.recorded ?? 'unknown'}, now ${terminal.now ?? 'unknown'}`] : []),
    ...(answer.same === false ? [`answer${answer.similarity === null ? '' : `: ${answer.similarity.toFixed(2)} similar`}`] : []),
  ];
  if (differences.length > 0) return { outcome: 'changed', reason: differences.join('; ') };
  const unknown = [...(tools.same === null ? [`the tools are unknown ${tools.recorded === null ? 'in the trace' : 'of the target'}`] : []), ...(answer.same === null ? [`the answer is unknown ${answer.recorded === null ? 'in the trace' : 'of the target'}`] : [])];
  if (unknown.length === 2) return { outcome: 'n/a', reason: `nothing to compare: ${unknown.join(' and ')}` };
  return { outcome: 'same', reason: unknown.length === 0 ? null : `as far as it can be told: ${unknown.join('')}` };
}
