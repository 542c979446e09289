import * as vscode from 'vscode';
import type { CaseResult } from '../../core/model/result.ts';
import type { LastResult } from '../../protocol/runApi.ts';
import { caseText } from './caseText.ts';

type Ran = { readonly at: string; readonly text: number };
const storedUnder = 'casebook.ranTexts';

/** Enough to notice an edit; nothing hangs on it but a lens. */
function hashOf(text: string): number {
  let hash = 0;
  for (let n = 0; n < text.length; n += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(n)) | 0;
  return hash;
}

/** What each case said when it was last run from this workspace, so that its result is not shown as that of a case edited since. */
export class RanTexts {
  readonly #state: vscode.Memento;
  readonly #ran: Map<string, Ran>;
  #lastAt: ReadonlyMap<string, string> = new Map();

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#ran = new Map(Object.entries(state.get<Record<string, Ran>>(storedUnder, {})));
  }

  /** Texts of the case files that are open: what is edited while a run goes on is not what ran. */
  openNow(): ReadonlyMap<string, string> {
    return new Map(vscode.workspace.textDocuments.map((document) => [document.uri.toString(), document.getText()]));
  }

  async remember(uriOf: (file: string) => vscode.Uri, results: readonly CaseResult[], before: ReadonlyMap<string, string>): Promise<void> {
    for (const [file, ofFile] of Map.groupBy(results, (result) => result.file)) {
      const uri = uriOf(file);
      const text = before.get(uri.toString()) ?? (await vscode.workspace.fs.readFile(uri).then((bytes) => new TextDecoder().decode(bytes), () => undefined));
      for (const { caseId, at } of ofFile) {
        const own = text === undefined ? undefined : caseText(text, caseId);
        if (own !== undefined) this.#ran.set(`${uri.toString()}#${caseId}`, { at, text: hashOf(own) });
      }
    }
    await this.#state.update(storedUnder, Object.fromEntries(this.#ran));
  }

  /** What the index says ran last, which may have been the command line. */
  lastAre(results: readonly LastResult[]): void {
    this.#lastAt = new Map(results.map(({ caseId, at }) => [caseId, at]));
  }

  /** Since the result of that time, or the last one; false where it is not known. */
  wasEdited(document: vscode.TextDocument, caseId: string, at = this.#lastAt.get(caseId)): boolean {
    const ran = this.#ran.get(`${document.uri.toString()}#${caseId}`);
    if (!ran || at !== ran.at) return false;
    const now = caseText(document.getText(), caseId);
    return now !== undefined && hashOf(now) !== ran.text;
  }
}
