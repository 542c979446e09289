import type { Paint } from '../core/display/terminal.ts';
import { createPaint, printable, printableLine, printablePainted } from '../core/display/terminal.ts';
import { truncate } from '../core/display/truncate.ts';

/**
 * Where a command's words go. Results go to stdout, as text or as JSON, everything else to stderr. Names and sentences come
 * from files that others wrote: nothing that a terminal would obey goes through here, whatever a caller forgot.
 */
export interface Output {
  /** The person asked for JSON: `result` prints, `line` does not. */
  readonly json: boolean;
  readonly color: boolean;
  readonly paint: Paint;
  /** A line of the result as text. */
  line(text?: string): void;
  /** The result as JSON, on one line: one document, or one entry of a list. */
  result(value: unknown): void;
  /** A large part of a result that is text whatever was asked for, such as a schema. A pipe or a file gets it as it is. */
  raw(text: string): void;
  /** What is worth knowing and is no result, once. `--quiet` leaves it out. */
  note(text: string): void;
  /** What is wrong, once. Always said. */
  warn(text: string): void;
  /** One line that is written over and over. Only on a terminal. */
  readonly status: StatusLine;
}

export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

export type OutputOptions = { readonly json: boolean; readonly quiet: boolean; readonly color: boolean };

/** As much of a stream as is needed. */
export type Stream = { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };

/** https://no-color.org: set to anything but nothing, it turns colour off. */
export function wantsColor(stream: Stream, env: NodeJS.ProcessEnv, color: boolean): boolean {
  if (!color || (env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '' && env['FORCE_COLOR'] !== '0') return true;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** Nobody reads a sentence longer than this. */
const mostOfSentence = 4000;

/** What is said on stderr, safe for a terminal and of a length that can be read. */
export function spoken(text: string): string {
  const { text: shown, cut } = truncate(text, mostOfSentence);
  return `${printable(shown)}${cut ? '…' : ''}`;
}

export function createOutput(stdout: Stream, stderr: Stream, env: NodeJS.ProcessEnv, options: OutputOptions): Output {
  const color = wantsColor(stdout, env, options.color);
  /** What was said already is not said again. */
  const noted = new Set<string>();
  const status = createStatusLine(stderr, !options.quiet);
  /** The status line and what follows it share the screen. */
  const write = (stream: Stream, text: string): void => {
    status.clear();
    stream.write(text);
  };
  return {
    json: options.json,
    color,
    paint: createPaint(color),
    line(text = '') {
      if (!options.json) write(stdout, `${color ? printablePainted(text) : printable(text)}\n`);
    },
    result(value) {
      if (options.json) write(stdout, `${printable(JSON.stringify(value))}\n`);
    },
    raw: (text) => write(stdout, stdout.isTTY === true ? printable(text) : text),
    note(text) {
      if (options.quiet || noted.has(text)) return;
      noted.add(text);
      write(stderr, `${spoken(text)}\n`);
    },
    warn(text) {
      if (noted.has(text)) return;
      noted.add(text);
      write(stderr, `${spoken(text)}\n`);
    },
    status,
  };
}

/** At most ten times a second: a terminal over a slow line must not hold up the work. */
const leastMsBetween = 100;

function createStatusLine(stderr: Stream, wanted: boolean): StatusLine {
  let shown = false;
  let last = 0;
  return {
    show(text) {
      const now = performance.now();
      if (!wanted || stderr.isTTY !== true || now - last < leastMsBetween) return;
      last = now;
      shown = true;
      stderr.write(`\r\u001b[2K${printableLine(text).slice(0, (stderr.columns || 80) - 1)}`);
    },
    clear() {
      if (!shown) return;
      shown = false;
      stderr.write('\r\u001b[2K');
    },
  };
}
