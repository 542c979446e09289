import type { Repeat } from '../model/insights.ts';
import { isJsonMap } from '../model/json.ts';
import type { ToolRun } from './toolRuns.ts';
import { listed, named } from './words.ts';

type Later = {
  sameCall(run: ToolRun): number | null;
  sameTool(run: ToolRun): number | null;
  /** Of a shell: the next call of it succeeded, and is the failed one but for a correction. */
  corrected(run: ToolRun): number | null;
};

/** Where a call succeeded last. */
export function createLater(runs: readonly ToolRun[]): Later {
  const byKey = new Map<string, ToolRun>();
  const byName = new Map<string, ToolRun>();
  const next = new Map<ToolRun, ToolRun>();
  const before = new Map<string, ToolRun>();
  for (const run of runs) {
    const last = before.get(run.name);
    if (last) next.set(last, run);
    before.set(run.name, run);
  }
  for (const run of runs) {
    if (run.failure !== null || run.blocked || !run.ran) continue;
    if (run.key !== null) byKey.set(run.key, run);
    byName.set(run.name, run);
  }
  const after = (run: ToolRun, last: ToolRun | undefined) => (last !== undefined && last.at >= run.at ? last.step : null);
  return {
    sameCall: (run) => after(run, run.key === null ? undefined : byKey.get(run.key)),
    // What a shell runs next says nothing of what it ran before.
    sameTool: (run) => (isShell(run) ? null : after(run, byName.get(run.name))),
    corrected: (run) => {
      const tried = isShell(run) ? next.get(run) : undefined;
      return tried !== undefined && tried.failure === null && !tried.blocked && tried.ran && isCorrection(run, tried) ? tried.step : null;
    },
  };
}

/** Texts of a command or script that are compared, characters of each, and the share of its words that a correction keeps. */
const mostTexts = 20;
const compared = 4000;
const kept = 0.6;

function wordsOf({ args }: ToolRun): ReadonlySet<string> {
  const texts = typeof args === 'string' ? [args] : isJsonMap(args) ? Object.values(args).filter((value) => typeof value === 'string').slice(0, mostTexts) : [];
  return new Set(texts.flatMap((text) => text.slice(0, compared).match(/[A-Za-z_]\w*/g) ?? []));
}

function isCorrection(failed: ToolRun, tried: ToolRun): boolean {
  const [words, others] = [wordsOf(failed), wordsOf(tried)];
  return words.size > 2 && [...words].filter((word) => others.has(word)).length >= kept * words.size;
}

/** Whether two calls have no more in common than the tool's name. */
export function isShell({ name, args }: ToolRun): boolean {
  if (!isJsonMap(args)) return true;
  // A tool that is called by a line of its own: `edit 3:4 …`.
  if (typeof args['command'] === 'string' && args['command'].startsWith(`${name} `)) return false;
  return ['command', 'cmd', 'code', 'script', 'input'].some((key) => Object.hasOwn(args, key));
}

/** What a bracket says. `same`: what was the same in each attempt. */
export function tell(kind: Repeat['kind'], rounds: readonly (readonly ToolRun[])[], later: Later, same: string): Pick<Repeat, 'words' | 'recovered'> {
  const last = rounds.at(-1)!;
  const count = rounds.length;
  if (kind === 'repeat') return { words: `${count} times the same call and the same result`, recovered: null };
  const failed = last.filter((run) => run.failure !== null);
  if (kind === 'retry') {
    const run = last[0]!;
    if (run.failure === null) return { words: `${count} attempts, ${same}, the last one succeeded`, recovered: true };
    const again = later.sameCall(run);
    if (again !== null) return { words: `${count} attempts, ${same}, succeeded at step ${again}`, recovered: true };
    const other = later.sameTool(run);
    if (other !== null) return { words: `${count} attempts, ${same}, succeeded with others at step ${other}`, recovered: true };
    return { words: `${count} attempts, ${same}, never recovered`, recovered: false };
  }
  const names = last.map((run, place) => `the same ${rounds.every((round) => round[place]!.failure !== null) ? 'failing ' : ''}${named(run.name)}`);
  const what = names.length <= 3 ? listed(names) : `the same ${names.length} calls`;
  return { words: `Loop: ${count} rounds of ${what}`, recovered: failed.length === 0 ? null : failed.every((run) => later.sameCall(run) !== null) };
}
