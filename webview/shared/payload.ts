import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { StepDetail } from '../../src/core/model/trajectory.ts';

/** Keys into a step's detail: `['calls', 0, 'result']`. */
export type PayloadPath = readonly (string | number)[];

/** What can be done with a recorded text that is too long for the page. */
export type Payload = {
  readonly cuts: StepDetail['cuts'];
  readonly open: (path: PayloadPath, title: string) => void;
  readonly copyWhole: (path: PayloadPath, what: string) => void;
};

export const PayloadContext = createContext<Payload | null>(null);

/** As the engine writes the place of a cut: `calls[0].result`. */
export function pathText(path: PayloadPath): string {
  return path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`), '');
}

export type WholeText = {
  /** Length in UTF-16 units of what was recorded, where less of it is here. */
  readonly cutFrom: number | undefined;
  readonly open: ((title: string) => void) | undefined;
};

/** What is known of the text at a path; nothing where no path leads to it. */
export function useWholeText(path: PayloadPath | undefined): WholeText {
  const payload = useContext(PayloadContext);
  if (payload === null || path === undefined) return { cutFrom: undefined, open: undefined };
  const place = pathText(path);
  return { cutFrom: payload.cuts.find((cut) => cut.path === place)?.whole, open: (title) => payload.open(path, title) };
}

/** Whether the value at a path, or a text in it, is not here whole. */
export function isCut(payload: Payload | null, path: PayloadPath | undefined): boolean {
  if (payload === null || path === undefined) return false;
  const place = pathText(path);
  return payload.cuts.some((cut) => cut.path === place || cut.path.startsWith(`${place}.`) || cut.path.startsWith(`${place}[`));
}
