/**
 * A set of characters: a flag for each ASCII code, and one, the last, for all that are not ASCII.
 */
export type Characters = Uint8Array;
export const codeOf = (code: number): number => (code < 128 ? code : 128);

type Atom = { readonly set: Characters } | { readonly alternatives: readonly Sequence[] };
type Repeated = { readonly atom: Atom; readonly least: number; readonly most: number };
type Sequence = readonly Repeated[];

/** Characters that stand next to each other. `open`: what comes before them, or behind them, may still be known. */
type Run = { readonly sets: readonly Characters[]; readonly open: boolean };

const longest = 8;
const mostRuns = 400;

/**
 * With which characters every match of an expression begins, or ends, as alternatives. They say too little rather than too much: a run
 * ends where the expression leaves open what follows. Undefined for an expression with syntax that is not known here.
 */
export function beginningsOf(source: string): readonly (readonly Characters[])[] | undefined {
  const parsed = parse(source);
  return parsed && runsOf(parsed, 1).map(({ sets }) => sets);
}
export function endingsOf(source: string): readonly (readonly Characters[])[] | undefined {
  const parsed = parse(source);
  return parsed && runsOf(parsed, -1).map(({ sets }) => sets);
}

function runsOf(alternatives: readonly Sequence[], direction: 1 | -1): readonly Run[] {
  return alternatives.flatMap((sequence) => {
    let runs: readonly Run[] = [{ sets: [], open: true }];
    for (const part of direction === 1 ? sequence : sequence.toReversed()) {
      if (!runs.some(({ open }) => open)) break;
      const next = partRuns(part, direction);
      runs = runs.flatMap((run) => (run.open && run.sets.length < longest ? next.map((more) => ({ sets: direction === 1 ? [...run.sets, ...more.sets] : [...more.sets, ...run.sets], open: more.open })) : [run]));
      if (runs.length > mostRuns) runs = [{ sets: [], open: false }];
    }
    return runs;
  });
}

function partRuns({ atom, least, most }: Repeated, direction: 1 | -1): readonly Run[] {
  const once = 'set' in atom ? [{ sets: [atom.set], open: true }] : runsOf(atom.alternatives, direction);
  const skipped = least === 0 ? [{ sets: [], open: true }] : [];
  if (most === 1) return [...once, ...skipped];
  if ('set' in atom) return [{ sets: Array.from({ length: Math.min(Math.max(least, 1), longest) }, () => atom.set), open: least === most && least <= longest }, ...skipped];
  return [...once.map(({ sets }) => ({ sets, open: false })), ...skipped];
}

const classes: Readonly<Record<string, RegExp>> = { d: /\d/, D: /\D/, w: /\w/, W: /\W/, s: /\s/, S: /\S/ };
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };

class UnknownSyntax extends Error {}

/** The alternatives of an expression; undefined where it has more than characters, classes, groups, looks around and counts. */
function parse(source: string): readonly Sequence[] | undefined {
  let at = 0;

  function alternatives(): readonly Sequence[] {
    const all: Sequence[] = [];
    let sequence: Repeated[] = [];
    for (;;) {
      const sign = source[at];
      if (sign === undefined || sign === ')') return [...all, sequence];
      if (sign === '|') {
        at++;
        all.push(sequence);
        sequence = [];
        continue;
      }
      const atom = readAtom();
      const { least, most } = readCount();
      if (atom !== undefined) sequence.push({ atom, least, most });
    }
  }

  /** Undefined for what has no width. */
  function readAtom(): Atom | undefined {
    const sign = source[at++];
    if (sign === '(') return readGroup();
    if (sign === '[') return { set: readClass() };
    if (sign === '\\') return /[bB]/.test(source[at] ?? '') ? void at++ : { set: setOf(readEscape()) };
    if (sign === '^' || sign === '$') return undefined;
    if (sign === '.') return { set: setOf(/./) };
    if (sign === undefined || /[*+?{}\]]/.test(sign)) throw new UnknownSyntax();
    return { set: setOf(sign) };
  }

  function readGroup(): Atom | undefined {
    const [opening = ''] = /^\?(?::|<?[=!])?/.exec(source.slice(at)) ?? [];
    if (opening === '?') throw new UnknownSyntax();
    at += opening.length;
    const inside = alternatives();
    if (source[at++] !== ')') throw new UnknownSyntax();
    return opening === '' || opening === '?:' ? { alternatives: inside } : undefined;
  }

  /** A character, or the class it stands for. */
  function readEscape(): string | RegExp {
    const sign = source[at++] ?? '';
    const kind = classes[sign];
    if (kind !== undefined) return kind;
    const control = controls[sign];
    if (control !== undefined) return control;
    if (/[A-Za-z0-9]/.test(sign) || sign === '') throw new UnknownSyntax();
    return sign;
  }

  /** As the engine itself reads it. */
  function readClass(): Characters {
    const start = at - 1;
    while (source[at] !== ']') {
      if (source[at] === undefined) throw new UnknownSyntax();
      at += source[at] === '\\' ? 2 : 1;
    }
    at++;
    return setOf(new RegExp(source.slice(start, at)));
  }

  function readCount(): { least: number; most: number } {
    const counted = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(source.slice(at));
    if (!counted) return { least: 1, most: 1 };
    at += counted[0].length;
    const [, sign, least, comma, most] = counted;
    if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    return { least: Number(least), most: comma === '' ? Number(least) : most === '' ? Infinity : Number(most) };
  }

  try {
    const read = alternatives();
    return at === source.length ? read : undefined;
  } catch (error) {
    if (error instanceof UnknownSyntax) return undefined;
    throw error;
  }
}

function setOf(members: string | RegExp): Characters {
  const set = new Uint8Array(129);
  for (let code = 0; code < 128; code++) set[code] = Number(typeof members === 'string' ? members === String.fromCharCode(code) : members.test(String.fromCharCode(code)));
  // Of the rest it is enough to know that some may be members.
  set[128] = Number(typeof members === 'string' ? members.charCodeAt(0) > 127 : ['\u00e9', '\u00a0', '\u2028', '\ud83d'].some((each) => members.test(each)));
  return set;
}
