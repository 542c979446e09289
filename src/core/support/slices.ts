/** Long work in pieces of a few milliseconds each: whoever runs it may let others go first, or leave it, between two of them. */
export type Slices<Result> = Generator<undefined, Result, undefined>;

/** All of it at once. */
export function finish<Result>(work: Slices<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
