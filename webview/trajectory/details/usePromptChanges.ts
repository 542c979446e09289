import { useEffect, useState } from 'preact/hooks';
import type { PromptChanges } from '../../../src/core/model/insights.ts';
import { failureOf, isCancelled } from '../../shared/failure.ts';
import type { Failure } from '../../shared/failure.ts';
import type { TrajectoryModel } from '../model.ts';

/** Reading on through the steps asks for nothing; the focus that rests does. */
const restMs = 250;

export type PromptState = { readonly changes: PromptChanges | undefined; readonly failure: Failure | undefined };

/** What changed in the prompt at a step. `wanted`: somebody looks at it now; else it comes when the focus rests, for its count. */
export function usePromptChanges(model: TrajectoryModel, n: number | null, wanted: boolean): PromptState {
  const { promptChanges: loader } = model;
  const generation = model.generation.value;
  const [state, setState] = useState<PromptState & { readonly n: number | null; readonly generation: number }>({ n: null, generation, changes: undefined, failure: undefined });
  useEffect(() => {
    if (n === null || loader.peek(n)) return undefined;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      loader.load(n, controller.signal).then(
        (changes) => !controller.signal.aborted && setState({ n, generation, changes, failure: undefined }),
        (error: unknown) => !controller.signal.aborted && !isCancelled(error) && setState({ n, generation, changes: undefined, failure: failureOf(error) }),
      );
    }, wanted ? 0 : restMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [loader, n, generation, wanted]);
  const known = n === null ? undefined : loader.peek(n);
  if (known) return { changes: known, failure: undefined };
  return state.n === n && state.generation === generation ? state : { changes: undefined, failure: undefined };
}

/** How many things changed. */
export function changeCount({ before, messages, tools, settings }: PromptChanges): number {
  if (before === null) return 0;
  return messages.filter(({ change }) => change !== 'same').length + tools.added.length + tools.removed.length + tools.changed.length + settings.length;
}
