import type { CaseResult, TrialLine } from '../../core/model/result.ts';
import { caseResultOf } from '../../core/runs/trialLines.ts';
import type { RunItem } from '../planRun.ts';
import { triesOf } from './tries.ts';

/** Trials as they come, until all of a case are there. */
export class Gathering {
  readonly #open = new Map<number, TrialLine[]>();
  readonly #results = new Map<number, CaseResult>();

  /** @returns the case, once this was the last of its trials */
  add({ file, position }: RunItem, line: TrialLine): CaseResult | null {
    const lines = this.#open.get(position) ?? [];
    this.#open.set(position, lines);
    lines.push(line);
    const [first, ...others] = lines;
    if (!first || lines.length < line.place.tries) return null;
    this.#open.delete(position);
    // In a report the file is where it is; in results.jsonl, where it is for everybody.
    const result = { ...caseResultOf([first, ...others]), file };
    this.#results.set(position, result);
    return result;
  }

  /** Cases all of whose trials are there. */
  get done(): number {
    return this.#results.size;
  }

  /** How many trials are not there yet. */
  missing(items: readonly RunItem[]): number {
    return items.filter(({ position }) => !this.#results.has(position)).reduce((sum, item) => sum + triesOf(item).length - (this.#open.get(item.position)?.length ?? 0), 0);
  }

  /** Trials of cases that were begun and not ended. */
  get unfinished(): readonly (readonly TrialLine[])[] {
    return [...this.#open.values()];
  }

  /** In the order of the files. */
  results(items: readonly RunItem[]): readonly CaseResult[] {
    return items.flatMap(({ position }) => this.#results.get(position) ?? []);
  }
}
