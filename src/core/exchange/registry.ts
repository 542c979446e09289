import { UserError } from '../support/errors.ts';
import { nearest } from '../support/nearest.ts';
import { adk } from './adk.ts';
import { braintrust } from './braintrust.ts';
import type { ExchangeDocument } from './documents.ts';
import { inspect } from './inspect.ts';
import { langfuse } from './langfuse.ts';
import { openai } from './openai.ts';
import type { Peer } from './peer.ts';
import { promptfoo } from './promptfoo.ts';

/** The tools that cases are exchanged with; in the order in which a file's content is held against them. */
export const peers: readonly Peer[] = [adk, promptfoo, openai, langfuse, inspect, braintrust];

export function peerNamed(id: string): Peer {
  const found = peers.find((peer) => peer.id === id);
  if (found) return found;
  const meant = nearest(id, peers.map((peer) => peer.id));
  throw new UserError('unknown-peer', `Cases cannot be exchanged with ${id}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`, `Known are ${peers.map((peer) => peer.id).join(', ')}.`);
}

/** Whose file it is, by what is in it. */
export function detectPeer(document: ExchangeDocument): { readonly peer: Peer; readonly why: string } {
  for (const peer of peers) {
    const why = peer.detect(document);
    if (why !== undefined) return { peer, why };
  }
  throw new UserError('unknown-peer', 'No tool that Casebook knows writes such a file.', `Say which one it is: ${peers.map((peer) => peer.id).join(', ')}.`);
}
