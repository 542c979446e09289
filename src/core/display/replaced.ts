import { formatCount } from './numbers.ts';

/** "Replaced by placeholders: 2 × email." @param replaced how often a placeholder of each kind took the place of something */
export function replacedInWords(replaced: Readonly<Record<string, number>>): string {
  const parts = Object.entries(replaced).filter(([, count]) => count > 0).map(([kind, count]) => `${formatCount(count)} × ${kind}`);
  return parts.length === 0 ? 'Nothing had to be replaced.' : `Replaced by placeholders: ${parts.join(', ')}.`;
}
