import type { Completeness, LookedFor } from './completeness.ts';
import type { Seen } from './seen.ts';

/** What to change in a framework so that its next export has more. */
export type Setting = {
  /** What of all that is looked for it adds. */
  readonly adds: readonly LookedFor[];
  /** Environment variables, an option or a call, to be copied as it is. */
  readonly set: string;
  /** A sentence: what that does, or when it is not needed. */
  readonly words: string;
};

/** What an export of a framework cannot hold, however it is set. */
export type Never = { readonly fields: readonly LookedFor[]; readonly words: string };

/** One framework, instrumentation or platform: a file in frameworks/ and a line in its registry. */
export type Framework = {
  readonly id: string;
  readonly title: string;
  /** By what a file's traces were recognised as its own, in a few words; undefined when they are not. */
  recognise(seen: Seen): string | undefined;
  readonly settings: readonly Setting[];
  /** Settings that depend on what was found; they come after the others. */
  settingsFor?(seen: Seen, completeness: Completeness): readonly Setting[];
  readonly never?: readonly Never[];
  /** It says what is true of any export of a kind. `rest`: only what no other that was recognised has anything to say about. */
  readonly general?: 'rest' | 'always';
};

type Marks = {
  /** How scopes begin. */
  readonly scopes?: readonly string[];
  /** How names of attributes begin. */
  readonly attributes?: readonly string[];
  readonly formats?: readonly string[];
};

function startingWith(names: Iterable<string>, starts: readonly string[]): string | undefined {
  for (const name of names) if (starts.some((start) => name.startsWith(start))) return name;
  return undefined;
}

/** The surest mark first: the scope that wrote a span, then an attribute, then the format of the file. */
export function recogniseBy({ scopes = [], attributes = [], formats = [] }: Marks): Framework['recognise'] {
  return (seen) => {
    const scope = startingWith(seen.scopes, scopes);
    if (scope !== undefined) return `scope ${scope}`;
    const attribute = startingWith(seen.attributes, attributes);
    if (attribute !== undefined) return `attribute ${attribute}`;
    const format = formats.find((id) => seen.formats.has(id));
    return format === undefined ? undefined : `format ${format}`;
  };
}
