import { isJsonMap, type Json } from '../model/json.ts';
import type { Approval, Call, Trial } from '../model/trace.ts';
import { whereIs } from './calls.ts';
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
  // A time that cannot be read permits nothing.
  return !(Date.parse(expiresAt) * 1000 >= call.startUs);
}

/** The approvals a run had that permit this call (METRICS 8): granted, before it, from that role, for the same arguments, not expired. */
export function approvalFor(call: Call, trial: Trial, need: ApprovalNeed): Approval | undefined {
  return trial.approvals?.find(
    (approval) => approval.granted && approval.beforeCall <= call.index && (need.by === undefined || approval.by === need.by) && isForTheSame(approval, call, need.evidence) && !isExpired(approval, call),
  );
}

/** Where an approval was asked for, when the call before it is the request: one that carries what was to be approved. */
function whereAsked({ args, tool, beforeCall }: Approval, trial: Trial): string {
  const before = trial.calls.find((call) => call.index === beforeCall - 1);
  const request = before?.args;
  if (!before || !isJsonMap(request) || !isJsonMap(args)) return '';
  const isRequest = (tool === null || Object.values(request).includes(tool)) && Object.entries(args).every(([key, value]) => sameValue(request[key] ?? null, value));
  return isRequest ? ` at ${whereIs(before)}` : '';
}

/** Why no approval permits the call, in a few words. A request that nobody granted is no approval, whenever it came. */
export function approvalGap(call: Call, trial: Trial, need: ApprovalNeed): string {
  const forTool = (trial.approvals ?? []).filter(({ tool }) => tool === null || tool === call.name);
  const isSame = (approval: Approval): boolean => isForTheSame(approval, call, need.evidence);
  const isEarlier = ({ beforeCall }: Approval): boolean => beforeCall <= call.index;
  const granted = forTool.filter((approval) => approval.granted);
  const earlier = granted.filter(isEarlier);
  const fromRole = earlier.filter(({ by }) => need.by === undefined || by === need.by);
  if (fromRole.some(isSame)) return 'the approval had expired';
  if (fromRole.length > 0) return 'the approval was for other arguments';
  if (earlier.length > 0) return `approved by ${earlier.map(({ by }) => by ?? 'nobody named').join(', ')}, not by ${need.by ?? 'anyone'}`;
  const asked = forTool.filter((approval) => !approval.granted && isSame(approval));
  const refused = asked.find(isEarlier);
  if (refused) return `approval was asked for${whereAsked(refused, trial)} and not granted`;
  if (granted.some(isSame)) return 'approval came only afterwards';
  return asked.length > 0 ? 'approval was asked for only afterwards, and not granted' : 'approval was never asked for';
}

export const approvalWords = (need: ApprovalNeed): Json => ({ approval: 'granted', ...(need.by === undefined ? {} : { by: need.by }) });
