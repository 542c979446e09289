import { z } from 'zod';
import type { Agreement } from '../core/model/agreement.ts';
import { AdjudicateRequest } from './agreementApi.ts';
import type { Method, Parsers } from './rpc.ts';

/** What the Agreement tab of the review page asks for. */
const Decide = AdjudicateRequest.omit({ by: true });
const Undo = z.strictObject({ redo: z.boolean() });
const nothing = z.strictObject({});

type NamedClass = { readonly id: string; readonly name: string };
/** `classes`: those that a decision may name. `former`: those that labels may still name. */
export type AgreementView = { readonly agreement: Agreement; readonly classes: readonly NamedClass[]; readonly former: readonly NamedClass[] };

export interface AgreementPageApi {
  readAgreement: Method<z.infer<typeof nothing>, AgreementView>;
  /** Null: no name was given to decide under. */
  decide: Method<z.infer<typeof Decide>, { readonly said: string } | null>;
  /** Of one's last change of this trace: what that was, such as a decision. Null: there is none. */
  undoDecision: Method<z.infer<typeof Undo> & { readonly trace: string }, { readonly by: string; readonly undone: string } | null>;
}

export const agreementPageParsers: Parsers<AgreementPageApi> = { readAgreement: nothing, decide: Decide, undoDecision: Undo.extend({ trace: z.string().min(1) }) };
