import type { LabelStatus } from '../../../src/core/model/label.ts';

/** What became of a failure, in the order it goes through. */
export const statuses: readonly { readonly value: LabelStatus; readonly words: string }[] = [{ value: 'open', words: 'Open' }, { value: 'fixing', words: 'Fix in review' }, { value: 'handled', words: 'Handled' }];
