import type { FailureClass } from '../core/model/failureClass.ts';
import { inlineCode, strangersText } from './markdown.ts';

/** What a failure class means, with its modes, as Markdown. */
export function classWords({ id, name, definition, example, modes = [] }: FailureClass): string {
  return [
    `**Failure class** ${inlineCode(id)}${name ? ` (${strangersText(name, 100)})` : ''}`,
    ...(definition ? [strangersText(definition)] : []),
    ...(example ? [`Example: ${strangersText(example)}`] : []),
    ...(modes.length > 0 ? [`Modes: ${modes.map((mode) => inlineCode(mode.id)).join(', ')}`] : []),
  ].join('\n\n');
}
