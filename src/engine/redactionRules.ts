import type { Config } from '../core/model/config.ts';
import type { RedactionRules } from '../core/redaction/redactor.ts';

/** What config.yaml wants replaced before anything is stored: likely secrets unless they are turned off, personal data when asked for. */
export function redactionRulesOf({ redaction }: Config): RedactionRules {
  return { secrets: redaction?.secrets !== 'off', personal: redaction?.personal === 'on', rules: redaction?.rules ?? [] };
}
