import type { TraceSummary } from '../model/trajectory.ts';
import { formatTokens, plural } from './numbers.ts';

/** Words that the page and the tooltip share when they answer the six questions, so that the two never seem to disagree. */

export const noToolsOffered = 'No tools offered';
export const noToolCalled = 'No tool called';

/** What the model was given beside the question; null for what is not recorded. */
export function contextParts({ documents, promptTokens }: Pick<TraceSummary, 'documents' | 'promptTokens'>): { readonly documents: string | null; readonly tokens: string | null } {
  return {
    documents: documents === null ? null : documents === 0 ? 'No documents' : plural(documents, 'document'),
    tokens: promptTokens === null ? null : `${formatTokens(promptTokens)} prompt tokens`,
  };
}
