import { isJsonMap, type Json } from '../model/json.ts';
import type { Approval, Call, Trial } from '../model/trace.ts';
import { sameValue } from './canonical.ts';

/** What a guarded call needs: who must have agreed, and the argument whose value names the matter. */
export type ApprovalNeed = { readonly by?: string | undefined; readonly evidence?: string | undefined };

/**
 * An approval is for the same matter as the call when what both name agrees. One that says for which tool it was given carries
 * that call's arguments, all of them; a request such as `{action, orderId, amount}` shares some names with the call.
 */
function isForTheSame(approval: Approval, call: Call, evidence: string | undefined): boolean {
  if (approval.tool !== null && approval.tool !== call.name) return false;
  if (approval.args === undefined) return evidence === undefined;
  if (!isJsonMap(approval.args) || !isJsonMap(call.args)) return sameValue(approval.args, call.args ?? null);
  const asked = approval.args;
  const given = call.args;
  const shared = Object.keys(given).filter((key) => Object.hasOwn(asked, key));
  if (evidence !== undefined && !shared.includes(evidence)) return false;
  if (approval.tool !== null && shared.length < Object.keys(given).length) return false;
  return shared.every((key) => sameValue(asked[key], given[key]));
}

function isExpired(approval: Approval, call: Call): boolean {
  const { expiresAt } = approval;
  if (expiresAt === undefined || expiresAt === null || call.startUs === null) return false;
  return Date.parse(expiresAt) * 1000 < call.startUs;
}

/** The approvals a run had that permit this call (METRICS 8): granted, before it, from that role, for the same arguments, not expired. */
export function approvalFor(call: Call, trial: Trial, need: ApprovalNeed): Approval | undefined {
  return trial.approvals?.find(
    (approval) => approval.granted && approval.beforeCall <= call.index && (need.by === undefined || approval.by === need.by) && isForTheSame(approval, call, need.evidence) && !isExpired(approval, call),
  );
}

/** Why no approval permits the call, in a few words. */
export function approvalGap(call: Call, trial: Trial, need: ApprovalNeed): string {
  const earlier = (trial.approvals ?? []).filter((approval) => approval.beforeCall <= call.index);
  if (earlier.length === 0) return (trial.approvals ?? []).length > 0 ? 'approval came only afterwards' : 'no approval before it';
  const granted = earlier.filter((approval) => approval.granted);
  if (granted.length === 0) return 'approval was not granted';
  const fromRole = granted.filter((approval) => need.by === undefined || approval.by === need.by);
  if (fromRole.length === 0) return `approved by ${granted.map((approval) => approval.by ?? 'nobody named').join(', ')}, not by ${need.by ?? 'anyone'}`;
  return fromRole.some((approval) => isForTheSame(approval, call, need.evidence)) ? 'the approval had expired' : 'the approval was for other arguments';
}

export const approvalWords = (need: ApprovalNeed): Json => ({ approval: 'granted', ...(need.by === undefined ? {} : { by: need.by }) });
