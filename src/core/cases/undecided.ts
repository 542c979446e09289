import type { EvalCase } from '../model/evalCase.ts';
import type { Recording } from '../model/recording.ts';
import type { Undecided } from '../model/result.ts';
import { proofHolds } from './prove.ts';
import { failureOf } from './readings.ts';

const unproven = (said: string): Undecided => ({ kind: 'unproven', said });

/** Why the proof of a case that needs one does not hold; null where it does. */
function proofGap(evalCase: EvalCase, recording: Recording | null): Undecided | null {
  const proof = evalCase.source?.proof;
  if (recording === null) return unproven('it has no recording to be proven on');
  if (proof === undefined) return unproven('it has not been proven');
  if (proof.failed.length === 0) return unproven('it does not catch the failure it names (CB126)');
  return proofHolds(evalCase, recording) ? null : unproven('its proof is stale (CB127): prove again');
}

/**
 * Why a case runs and decides nothing (CASES 3), as the end of a sentence; null where it decides.
 * @param recordingOf reads the recording, which only an active case built from a failure needs; null where there is none to read
 */
export function undecidedOf(evalCase: EvalCase, recordingOf: () => Recording | null): Undecided | null {
  const { status = 'active', quarantine, kind } = evalCase;
  if (status === 'draft') return { kind: 'draft', said: 'a draft' };
  if (status === 'archived') return { kind: 'archived', said: 'archived' };
  if (status === 'quarantined') return { kind: 'quarantined', said: `quarantined${quarantine?.until === undefined ? '' : ` until ${quarantine.until}`}` };
  if (kind === 'stress') return { kind: 'stress', said: 'kind stress' };
  return failureOf(evalCase) === null ? null : proofGap(evalCase, recordingOf());
}
