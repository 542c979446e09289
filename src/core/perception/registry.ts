import { argumentsDocumented } from './rules/argumentsDocumented.ts';
import { descriptionContent } from './rules/descriptionContent.ts';
import { nameForm } from './rules/nameForm.ts';
import { overlap } from './rules/overlap.ts';
import type { ToolRule } from './rules/rule.ts';
import { vagueVerb } from './rules/vagueVerb.ts';

export const toolRules: readonly ToolRule[] = [nameForm, vagueVerb, overlap, argumentsDocumented, descriptionContent];

/** What each code means, in a sentence. */
export const toolCodes: Readonly<Record<string, string>> = Object.assign({}, ...toolRules.map((rule) => rule.codes)) as Record<string, string>;
