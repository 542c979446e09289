import { toolCodes } from '../perception/registry.ts';
import { journalCodes } from '../review/journalLine.ts';
import { sizeCodes } from './readPart.ts';
import { rules } from './rules/registry.ts';
import { settingsCodes } from './settings.ts';
import { structureCodes } from './structure.ts';
import { disableCodes } from './suppress.ts';

/** What each code means, in a sentence: shown where the code is hovered. */
export const codeMeanings: Readonly<Record<string, string>> = Object.assign({}, structureCodes, sizeCodes, disableCodes, settingsCodes, toolCodes, journalCodes, ...rules.map((rule) => rule.codes)) as Record<string, string>;
