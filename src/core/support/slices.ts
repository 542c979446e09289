/** Long work in pieces of a few milliseconds each: whoever runs it may let others go first, or leave it, between two of them. */
export type Slices<Result> = Generator<undefined, Result, undefined>;

/** All of it at once. */
export function finish<Result>(work: Slices<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Work that several may ask for, and leave before it is done: each goes on where the last one stopped. What throws begins anew with whoever asks next. */
export function shared<Result>(begin: () => Slices<Result>): () => Slices<Result> {
  let work: Slices<Result> | undefined;
  let done: { readonly value: Result } | undefined;
  return function* goOn() {
    while (!done) {
      work ??= begin();
      try {
        const next = work.next();
        if (next.done) done = { value: next.value };
      } catch (error) {
        work = undefined;
        throw error;
      }
      if (!done) yield;
    }
    work = undefined;
    return done.value;
  };
}
