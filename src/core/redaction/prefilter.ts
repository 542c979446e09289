import type { Detector, Hint } from './detector.ts';
import { behindSign, hintSource } from './detector.ts';

type Hinted = { readonly detector: Detector; readonly hint: RegExp };
/** Hints that one expression finds together, and the detectors they belong to. */
type Group = { readonly any: RegExp; readonly members: readonly Hinted[] };

const none: readonly Detector[] = [];

/**
 * Which detectors a text is worth showing to, in their order. Nearly all texts hold no secret, so this decides what redaction costs: one
 * expression a sign, as the engine skips fast to a single sign, and one for all hints without a sign.
 */
export function createPrefilter(detectors: readonly Detector[]): (text: string) => readonly Detector[] {
  const hinted = detectors.flatMap((detector) => detector.hints.map((hint) => ({ detector, hint })));
  const groups = [...Map.groupBy(hinted, ({ hint }) => ('sign' in hint ? hint.sign : '')).values()].map(groupOf);
  const order = new Map(detectors.map((detector, at) => [detector, at]));

  return (text) => {
    let candidates: Set<Detector> | undefined;
    for (const { any, members } of groups) {
      if (!any.test(text)) continue;
      for (const { detector, hint } of members) if (hint.test(text)) (candidates ??= new Set()).add(detector);
    }
    return candidates === undefined ? none : [...candidates].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  };
}

function groupOf(all: readonly { readonly detector: Detector; readonly hint: Hint }[]): Group {
  const hints = all.map(({ hint }) => hint);
  const signed = hints.filter((hint) => 'sign' in hint);
  const sign = signed[0]?.sign;
  return {
    any: new RegExp(sign === undefined ? hints.map(hintSource).join('|') : `[${sign}](?:${signed.map(behindSign).join('|')})`),
    members: all.map(({ detector, hint }) => ({ detector, hint: new RegExp(hintSource(hint)) })),
  };
}
