/** What became of one question: an answer, back to the one before, or put away. `skip` is for a question that does not apply. */
export type StepAnswer<State> = { readonly kind: 'next'; readonly state: State } | { readonly kind: 'back' } | { readonly kind: 'away' } | { readonly kind: 'skip' };
export type Step<State> = (state: State) => Promise<StepAnswer<State>>;

/** Asks one question after the other, with a way back over what was skipped; undefined when one was put away. */
export async function askInTurn<State>(steps: readonly Step<State>[], start: State): Promise<State | undefined> {
  const answered: { readonly index: number; readonly state: State }[] = [];
  let state = start;
  for (let index = 0; index < steps.length; ) {
    const answer = await (steps[index] as Step<State>)(state);
    if (answer.kind === 'away') return undefined;
    if (answer.kind === 'back') {
      const last = answered.pop();
      if (!last) return undefined;
      ({ index, state } = last);
      continue;
    }
    if (answer.kind === 'next') {
      answered.push({ index, state });
      state = answer.state;
    }
    index += 1;
  }
  return state;
}
