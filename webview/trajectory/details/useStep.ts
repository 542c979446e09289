import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import { failureOf, isCancelled } from '../../shared/failure.ts';
import type { Failure } from '../../shared/failure.ts';
import type { StepLoader } from '../stepLoader.ts';

/** `detail` is of the step asked for, or undefined while it is under way; `late` when it takes long enough to say so. */
export type StepState = { readonly detail: StepDetail | undefined; readonly failure: Failure | undefined; readonly late: boolean };

/** Holding an arrow key down passes many steps: one after another within this time, only where the focus rests is asked for. */
const restMs = 80;
const lateMs = 200;
let lastAsked = -Infinity;

function restBefore(): number {
  const now = performance.now();
  const rest = now - lastAsked < restMs ? restMs : 0;
  lastAsked = now;
  return rest;
}

export function useStep(loader: StepLoader, n: number | null, generation: number): StepState {
  const [state, setState] = useState<StepState & { readonly n: number | null; readonly generation: number }>({ n: null, generation, detail: undefined, failure: undefined, late: false });
  const shown = useRef<{ readonly detail: StepDetail; readonly generation: number }>(undefined);

  // Asked for before the row is painted, so that a step that is known to the engine comes with the next frame.
  useLayoutEffect(() => {
    if (n === null || loader.peek(n)) return undefined;
    const controller = new AbortController();
    const blank = { n, generation, detail: undefined, failure: undefined };
    const wait = restBefore();
    const ask = () => {
      loader.load(n, controller.signal, (partial) => {
        clearTimeout(late);
        if (!controller.signal.aborted) setState({ ...blank, detail: partial, late: false });
      }).then(
        (detail) => !controller.signal.aborted && setState({ ...blank, detail, late: false }),
        (error: unknown) => !controller.signal.aborted && !isCancelled(error) && setState({ ...blank, failure: failureOf(error), late: false }),
      ).finally(() => clearTimeout(late));
    };
    let rest: ReturnType<typeof setTimeout> | undefined;
    if (wait > 0) rest = setTimeout(ask, wait);
    const late = setTimeout(() => setState({ ...blank, late: true }), wait + lateMs);
    if (wait === 0) ask();
    return () => {
      clearTimeout(rest);
      clearTimeout(late);
      controller.abort();
    };
  }, [loader, n, generation]);

  const known = n === null ? undefined : loader.peek(n);
  // The loader keeps the latest few; what is on screen stays though others pushed it out.
  if (known) shown.current = { detail: known, generation };
  const kept = shown.current?.generation === generation && shown.current.detail.n === n ? shown.current.detail : undefined;
  if (kept) return { detail: kept, failure: undefined, late: false };
  return state.n === n && state.generation === generation ? state : { detail: undefined, failure: undefined, late: false };
}
