import type { StaleCase } from '../model/coverage.ts';
import { needsProof } from './caseAbout.ts';
import type { StandingCase } from './caseAbout.ts';

const day = 86_400_000;
const oldestReviewDays = 90;

/** What of its surroundings a case may have fallen behind. */
export type CaseSurroundings = {
  readonly now: Date;
  /** Whether a recording of the case can be read. */
  readonly hasRecording: boolean;
  /** Over the records of its trace as they are indexed now; undefined when that is not indexed, or cannot be told. */
  readonly traceSha256: string | undefined;
};

/** Why nobody should rely on a case without looking at it first; null where nothing is known against it. An archived one is nobody's concern. */
export function staleness(each: StandingCase, { now, hasRecording, traceSha256 }: CaseSurroundings): StaleCase | null {
  const { caseId, file, value, undecided, proofHolds } = each;
  if (undecided?.kind === 'archived') return null;
  const reasons: StaleCase['reasons'][number][] = [];
  const { source, metadata, quarantine, status } = value;
  if (source?.sha256 !== undefined && traceSha256 !== undefined && traceSha256 !== source.sha256) reasons.push({ kind: 'traceChanged', said: `the trace ${source.traceId ?? ''} has changed since` });
  if (needsProof(each) && !proofHolds) {
    if (source?.proof === undefined) reasons.push({ kind: 'neverProven', said: 'it was never proven' });
    else if (!hasRecording) reasons.push({ kind: 'recordingMissing', said: 'the recording it was proven on is not there' });
    else if (source.proof.failed.length > 0) reasons.push({ kind: 'proofStale', said: 'expectations or recording have changed since it was proven' });
    else reasons.push({ kind: 'neverProven', said: 'it does not catch the failure it names' });
  }
  const reviewedDays = metadata?.reviewed === undefined ? NaN : Math.floor((now.getTime() - Date.parse(metadata.reviewed.at)) / day);
  if (reviewedDays > oldestReviewDays) reasons.push({ kind: 'reviewOld', said: `reviewed ${reviewedDays} days ago` });
  if (status === 'quarantined' && quarantine?.until !== undefined && Date.parse(quarantine.until) < now.getTime()) reasons.push({ kind: 'quarantineOver', said: `its quarantine ended on ${quarantine.until}` });
  return reasons.length === 0 ? null : { caseId, file, reasons };
}
