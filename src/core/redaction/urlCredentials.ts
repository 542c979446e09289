import type { Detector } from './detector.ts';
import { byPattern } from './detector.ts';
import { isRandomToken } from './sensitiveNames.ts';

/** Keys that stand in addresses under names too short or too common to tell by themselves; and signatures, which let in whoever has the address. */
export const urlCredentials: Detector = byPattern('secret', 'url-credential', { sign: '=', before: '[?&6;](?:key|auth|sig|[sS]ignature|X-(?:Amz|Goog)-Signature|hmac)' }, String.raw`(?:[?&]|&amp;|\\u0026)(?:key|auth|sig|[sS]ignature|X-(?:Amz|Goog)-Signature|hmac)=([A-Za-z0-9_.~+/%-]{20,1024}={0,2})`, {
  group: 1, verify: (matched) => isRandomToken(matched) && !/[/.].*[/.]|\.[a-z]{2,4}$/.test(matched),
});
