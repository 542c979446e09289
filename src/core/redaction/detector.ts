/** A place of a text that should not be kept as it is. Offsets are UTF-16, `end` is exclusive. */
export type Match = {
  readonly start: number;
  readonly end: number;
  /** To stand around the placeholder, where a number of JSON that is kept as text becomes a string. */
  readonly quotes?: string;
};

/**
 * What every match contains, so that one pass over a text tells that it is clean. Either a rare sign with what stands
 * before and behind it, all of which are looked for at once and cost next to nothing; or, where there is no such sign, a pattern.
 */
export type Hint = { readonly sign: '_' | '-' | '.' | ':' | '=' | '@' | '>'; readonly before: string; readonly behind?: string } | { readonly pattern: string };

export function hintSource(hint: Hint): string {
  return 'pattern' in hint ? hint.pattern : `[${hint.sign}]${behindSign(hint)}`;
}

/** What must hold right behind the sign; looking back comes second, so that the engine can skip to the sign first. */
export function behindSign({ sign, before, behind = '' }: Extract<Hint, { sign: string }>): string {
  return `(?<=(?:${before})[${sign}])${behind}`;
}

/** One kind of secret or personal data. Adding one is a line in `secrets.ts` or `personal.ts`. */
export interface Detector {
  readonly id: string;
  readonly kind: 'secret' | 'personal';
  readonly hints: readonly Hint[];
  find(text: string): Iterable<Match>;
}

/** Where a match may begin: not inside a word, but right behind an escape such as `\n`, as in JSON kept as text. */
export const wordStart = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[nrtbf])|(?<=\\u[0-9a-fA-F]{4}))`;

type PatternOptions = {
  /** The group that is replaced; the whole match by default. */
  readonly group?: number;
  /** Says no to what only looks like it. */
  readonly verify?: (matched: string, text: string, start: number) => boolean;
};

/**
 * A detector by regular expression. Expressions must take time in proportion to the text whatever it holds: they begin
 * with a fixed word or at the start of a run, and a loop is not followed by anything it could have eaten.
 */
export function byPattern(kind: Detector['kind'], id: string, hint: Hint | readonly Hint[], source: string, { group = 0, verify }: PatternOptions = {}): Detector {
  const pattern = new RegExp(source, 'gd');
  return {
    id, kind, hints: [hint].flat(),
    *find(text) {
      pattern.lastIndex = 0;
      for (;;) {
        const match = pattern.exec(text);
        if (match === null) return;
        const place = match.indices?.[group];
        if (place === undefined) continue;
        const [start, end] = place;
        const resume = pattern.lastIndex;
        if (verify === undefined || verify(text.slice(start, end), text, start)) yield { start, end };
        pattern.lastIndex = resume;
      }
    },
  };
}
