import type { RunItem } from '../planRun.ts';
import { triesOf, type Try } from './tries.ts';

/** The tries against one target, in the order of the files. */
type Line = { readonly most: number; running: number; readonly rest: Iterator<Try>; head: Try | undefined };

/** Hands out tries in the order of the files, as many at once as each target takes. */
export class TryQueue {
  readonly #lines: ReadonlyMap<string, Line>;
  readonly #waiting: (() => void)[] = [];

  /**
   * @param isDone tries that need not be made again
   * @param mostOf how many of a target may run at once
   */
  constructor(items: readonly RunItem[], isDone: (each: Try) => boolean, mostOf: (target: string) => number) {
    this.#lines = new Map([...Map.groupBy(items, ({ targetName }) => targetName)].map(([target, of]) => {
      const rest = of.values().flatMap(triesOf).filter((each) => !isDone(each));
      return [target, { most: mostOf(target), running: 0, rest, head: rest.next().value }];
    }));
  }

  /** The next try, as soon as its target takes one more; undefined when all have been handed out. Each is to be given back by `release`. */
  async take(): Promise<Try | undefined> {
    for (;;) {
      const left = [...this.#lines.values()].filter((line) => line.head);
      const free = left.filter((line) => line.running < line.most);
      const next = free.reduce<Line | undefined>((first, line) => (first?.head && line.head && first.head.place.case <= line.head.place.case ? first : line), undefined);
      if (next) {
        const { head } = next;
        next.running++;
        next.head = next.rest.next().value;
        return head;
      }
      if (left.length === 0) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  release({ item }: Try): void {
    const line = this.#lines.get(item.targetName);
    if (line) line.running--;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** What was never handed out. */
  rest(): readonly Try[] {
    return [...this.#lines.values()].flatMap((line) => (line.head ? [line.head, ...{ [Symbol.iterator]: () => line.rest }] : []));
  }
}
