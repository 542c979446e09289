/** Of one of so many parts, from 1. A case's part follows from its id alone: a case more moves no other. */
export function shardOf(caseId: string, of: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < caseId.length; at++) hash = Math.imul(hash ^ caseId.charCodeAt(at), 0x01000193);
  // Ids that differ in their last character alone would fall into neighbouring parts.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % of + 1;
}
