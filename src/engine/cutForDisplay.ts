import { charactersIn } from '../core/display/charactersIn.ts';
import type { StepDetail, TraceSummary } from '../core/model/trajectory.ts';

/** A page grows slow beyond this many characters; the export has the rest. */
const mostCharacters = 2_000_000;
const shownOfEach = 100_000;

/** A step with payloads beyond what a page can show has its long texts cut, each announced in `cuts`. Others come back as they are. */
export function cutForDisplay(detail: StepDetail): StepDetail {
  if (charactersIn(detail) <= mostCharacters) return detail;
  const cuts: StepDetail['cuts'][number][] = [];

  function cut(value: unknown, path: string): unknown {
    if (typeof value === 'string') {
      if (value.length <= shownOfEach) return value;
      cuts.push({ path, shown: shownOfEach, whole: value.length });
      return value.slice(0, shownOfEach);
    }
    if (Array.isArray(value)) return value.map((each, n) => cut(each, `${path}[${n}]`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cut(each, path === '' ? key : `${path}.${key}`)]));
  }

  const shown = cut(detail, '') as StepDetail;
  return { ...shown, cuts: [...detail.cuts, ...cuts] };
}

/** The texts of a summary, as long as a page can show them; the step they come from announces what is cut. */
export function cutSummaryTexts(summary: TraceSummary): TraceSummary {
  const cut = (text: string | null) => (text === null || text.length <= shownOfEach ? text : `${text.slice(0, shownOfEach - 1)}…`);
  const texts = { query: cut(summary.query), answer: cut(summary.answer), why: cut(summary.why) };
  const wasCut = texts.query !== summary.query || texts.answer !== summary.answer || texts.why !== summary.why;
  return { ...summary, ...texts, ...(wasCut ? { textsCut: true } : {}) };
}
