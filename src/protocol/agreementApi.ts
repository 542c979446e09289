import { z } from 'zod';
import type { Agreement } from '../core/model/agreement.ts';
import { ClassValue, Verdict } from '../core/model/label.ts';
import type { Method, Parsers } from './rpc.ts';

/** Whether reviewers agree, and who decided between them. */

/** Without a class the decision says nothing of it: that of a reviewer who gave the verdict stays. `undoLabel` takes a decision back. */
export const AdjudicateRequest = z.strictObject({ trace: z.string().min(1), by: z.string().min(1), verdict: Verdict.exclude(['defer']), class: ClassValue.nullable().optional() });

export interface AgreementApi {
  agreement: Method<Record<string, never>, Agreement>;
  adjudicate: Method<z.infer<typeof AdjudicateRequest>, { readonly said: string }>;
}

export const agreementParsers: Parsers<AgreementApi> = { agreement: z.strictObject({}), adjudicate: AdjudicateRequest };
