import type { SaidValue } from '../model/insights.ts';
import type { Found, SignalRule } from './signal.ts';
import { derivedNumbers } from './derivedNumbers.ts';
import { listed, named, stepsInWords } from './words.ts';

const checked: ReadonlySet<SaidValue['kind']> = new Set(['number', 'date', 'time', 'id']);

/** One or two digits: people count, and quote the hours of a policy, without looking it up. */
const isCount = (text: string): boolean => /^[0-9]{1,2}$/.test(text.trim());

/** What such a call answers is no source: it says only who goes on. */
const handsOver = /(?:transfer|hand_?off|hand_?over)/i;

export const unsupportedNumber: SignalRule = {
  id: 'unsupportedNumber',
  title: 'Unsupported number',
  describe: 'The answer states a number of more than two digits, an amount, a date, time or id that stands in no result, no document and nothing the user said, and does not follow from others beside it.',
  severity: 'warning',
  find({ said, answer, runs, assembled }) {
    // Without anything it could come from, it says nothing that a value comes from nowhere.
    if (!runs.some((run) => run.ran && run.result !== undefined && !handsOver.test(run.name)) && !assembled.ordered.some((span) => span.documents.length > 0)) return [];
    return said.flatMap(({ step, values }): Found[] => {
      if (step !== answer?.step.n) return [];
      const nowhere = values.filter(({ kind, text, sources }) => checked.has(kind) && sources.length === 0 && !(kind === 'number' && isCount(text)));
      const derived = nowhere.length === 0 ? new Set() : derivedNumbers(values);
      const lost = [...new Set(nowhere.filter((value) => !derived.has(value)).map(({ text }) => text))];
      if (lost.length === 0) return [];
      const first = [...new Set(lost.map((text) => said.find((each) => each.values.some((value) => value.text === text && checked.has(value.kind) && value.sources.length === 0))?.step ?? step))].filter((each) => each !== step).sort((a, b) => a - b);
      const where = first.length === 0 ? {} : { tagAt: [step] };
      const earlier = first.length === 0 ? '' : `; first said at ${stepsInWords(first)}`;
      return [{ steps: [...first, step], why: `${listed(lost.map((text) => `“${named(text)}”`))} ${lost.length === 1 ? 'is' : 'are'} in no result or document${earlier}`, tag: `${lost.length} unsupported`, ...where }];
    });
  },
};
