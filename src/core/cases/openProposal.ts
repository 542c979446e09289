import { oneLine } from '../display/truncate.ts';
import type { EvalCase, Forbidden, Step } from '../model/evalCase.ts';
import type { Json } from '../model/json.ts';
import type { Decision, Proposal, ProposalGroup, TitlePart } from '../model/proposal.ts';
import type { CasePath } from '../model/result.ts';
import type { Call } from '../model/trace.ts';

type Trajectory = { -readonly [Key in keyof NonNullable<EvalCase['trajectory']>]: NonNullable<EvalCase['trajectory']>[Key] } & { steps?: Step[]; forbidden?: Forbidden[] };
/** A case under construction. */
export type OpenCase = { -readonly [Key in keyof EvalCase]: EvalCase[Key] } & { trajectory?: Trajectory };

/** A proposal that knows how to put itself into the case it was made with. */
export type OpenProposal = Omit<Proposal, 'title' | 'state' | 'looser'> & {
  readonly title: (state: Decision) => readonly TitlePart[];
  /** What it is a part of: it says nothing where that is not kept. */
  readonly within?: string;
  /** In the draft as it comes. */
  readonly proposed: Decision;
  readonly put: (state: Decision) => void;
  /** Where it stands once all are put; undefined: nowhere. */
  readonly place: () => CasePath | undefined;
};

export const words = (text: string): TitlePart => ({ text });
export const code = (value: Json | undefined): TitlePart => ({ text: oneLine(typeof value === 'string' ? value : JSON.stringify(value) ?? '', 80), code: true });

/** A proposal that is there or not. */
export function plain(id: string, group: ProposalGroup, title: readonly TitlePart[], why: string, steps: readonly number[]): Omit<OpenProposal, 'put' | 'place'> {
  return { id, group, title: () => title.filter(({ text }) => text !== ''), why, steps, states: ['kept', 'dropped'], proposed: 'kept' };
}

export const stepsOf = (calls: readonly Call[]): readonly number[] => [...new Set(calls.flatMap((call) => call.step ?? []))];
