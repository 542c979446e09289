import type { Config } from '../../core/model/config.ts';

const usual = 2;

/** How many trials run at once: in all, and against one target. */
export type Concurrency = { readonly most: number; mostOf(target: string): number };

/**
 * What was asked for bounds the run as a whole, else config.yaml does; a target's own bound holds in both cases, and lets the run have as
 * many where it was not asked for fewer.
 */
export function concurrencyOf(asked: number | undefined, { runs, targets = {} }: Config, names: Iterable<string>): Concurrency {
  const shared = asked ?? runs?.concurrency ?? usual;
  const own = (name: string): number | undefined => {
    const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
    return target && 'concurrency' in target ? target.concurrency : undefined;
  };
  return { most: asked ?? Math.max(shared, ...[...names].map((name) => own(name) ?? 0)), mostOf: (name) => own(name) ?? shared };
}
