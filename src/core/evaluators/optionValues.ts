import type { Json, JsonMap } from '../model/json.ts';

type Choice = { readonly meaning: string; readonly values: readonly { readonly value: string | boolean; readonly detail: string }[] };

/** What `evaluators` of config.yaml may say (METRICS 2 to 6): each option with its values, the default first. */
export const optionValues = {
  counting: { meaning: 'how tools are counted', values: [{ value: 'multiset', detail: 'default: each call counts' }, { value: 'set', detail: 'a tool counts once, however often it is called' }] },
  strict: { meaning: 'whether toolSelectionAccuracy forbids unexpected calls', values: [{ value: false, detail: 'default: unexpected calls lower precision only' }, { value: true, detail: 'any unexpected call is a wrong selection' }] },
  countMissing: { meaning: 'whether argumentQuality counts calls that were not made', values: [{ value: false, detail: 'default: only calls that were made' }, { value: true, detail: 'an expected call that was not made has quality 0' }] },
  gain: { meaning: 'how grades weigh in nDCG', values: [{ value: 'linear', detail: 'default: the grade itself' }, { value: 'exp', detail: '2 to the power of the grade, less 1' }] },
} as const satisfies Readonly<Record<string, Choice>>;

export type OptionName = keyof typeof optionValues;
export const optionNames = Object.keys(optionValues) as readonly OptionName[];

/** Options with a value that they cannot have, and what they may have: `counting is one of multiset, set; not "bag".` */
export function wrongOptions(settings: JsonMap | undefined): readonly { readonly option: OptionName; readonly message: string }[] {
  return optionNames.flatMap((option) => {
    const given: Json | undefined = settings?.[option];
    const values = optionValues[option].values.map(({ value }): Json => value);
    if (given === undefined || values.includes(given)) return [];
    return [{ option, message: `${option} is one of ${values.map(String).join(', ')}; not ${JSON.stringify(given)}.` }];
  });
}
