import { UserError } from '../core/support/errors.ts';

export type ShownSettings<Value> = {
  /** As it was last read while the file is broken: what is there is shown all the same. Whoever writes by it asks for the file itself. */
  readonly value: () => Value;
  /** What is wrong with the file and what is shown instead, a sentence or two; null where nothing is. */
  readonly trouble: () => string | null;
};

/**
 * @param read the file as it is now; throws the UserError that says why it cannot be read
 * @param usual what counts where it was never read; the same object each time
 * @param words what counts meanwhile, as a sentence ends: `the classes are those it named before`
 */
export function createShownSettings<Value>(read: () => Value, usual: Value, words: { readonly before: string; readonly usual: string }): ShownSettings<Value> {
  let last: Value | undefined;
  function wrong(): UserError | null {
    try {
      last = read();
      return null;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return error;
    }
  }
  return {
    value() {
      wrong();
      return last ?? usual;
    },
    trouble() {
      const error = wrong();
      return error && `${error.message} Until it is mended, ${last === undefined ? words.usual : words.before}.`;
    },
  };
}
