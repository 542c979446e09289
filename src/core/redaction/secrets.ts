import type { Detector } from './detector.ts';
import { byPattern, wordStart } from './detector.ts';
import { connectionStrings } from './connectionStrings.ts';
import { namedSecrets } from './namedSecrets.ts';
import { privateKeys } from './privateKeys.ts';

const secret = (id: string, hint: string, source: string, options?: Parameters<typeof byPattern>[4]) => byPattern('secret', id, hint, source, options);

const digits = (text: string) => text.replace(/[^0-9]/g, '').length;
/** Words joined by hyphens are prose or a file name; keys have a long run of letters and digits, and some digits in it. */
const isRandom = (matched: string) => matched.split(/[-_.]/).some((run) => run.length >= 12 && digits(run) >= 2) || (matched.length >= 40 && digits(matched) >= 4);
const isToken = (matched: string) => digits(matched) >= 2 && /[A-Za-z]/.test(matched);

function isBasicCredential(matched: string): boolean {
  try {
    return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(atob(matched));
  } catch {
    return false;
  }
}

/** Key families of the large providers and clouds; specific ones first, because the first name for a place stands. */
export const secretDetectors: readonly Detector[] = [
  privateKeys,
  ...connectionStrings,

  // Clouds
  secret('aws-access-key', '(?:AKIA|ASIA)[A-Z0-9]{4}', `${wordStart}(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])`),
  secret('google-api-key', 'AIza', 'AIza[0-9A-Za-z_-]{35}'),
  secret('google-oauth', 'ya29\\.|GOCSPX-', '(?:ya29\\.|GOCSPX-)[0-9A-Za-z_-]{20,}'),
  secret('azure-key', 'JQQJ99', '[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}'),
  secret('azure-client-secret', '[0-9]Q~', '[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}'),
  secret('azure-sas', '[?&]sig=', '[?&]sig=([A-Za-z0-9%+/]{40,60}(?:%3D|=){0,2})', { group: 1 }),
  secret('digitalocean-token', 'do[opr]_v1_', 'do[opr]_v1_[0-9a-f]{64}'),
  secret('vault-token', 'hv[sbr]\\.', `${wordStart}hv[sbr]\\.[A-Za-z0-9_-]{24,}`),

  // Models
  secret('anthropic-key', 'sk-ant-', 'sk-ant-[A-Za-z0-9_-]{20,}'),
  secret('openai-key', 'sk-[A-Za-z0-9]', `${wordStart}sk-[A-Za-z0-9_-]{20,}`, { verify: isRandom }),
  secret('huggingface-token', 'hf_', `${wordStart}hf_[A-Za-z0-9]{30,}`),
  secret('groq-key', 'gsk_', `${wordStart}gsk_[A-Za-z0-9]{40,}`),
  secret('xai-key', 'xai-', `${wordStart}xai-[A-Za-z0-9]{40,}`),
  secret('perplexity-key', 'pplx-', `${wordStart}pplx-[A-Za-z0-9]{40,}`),
  secret('replicate-token', 'r8_', `${wordStart}r8_[A-Za-z0-9]{36,}`),
  secret('nvidia-key', 'nvapi-', `${wordStart}nvapi-[A-Za-z0-9_-]{40,}`),
  secret('tavily-key', 'tvly-', `${wordStart}tvly-[A-Za-z0-9-]{20,}`, { verify: isRandom }),
  secret('pinecone-key', 'pcsk_', `${wordStart}pcsk_[A-Za-z0-9_]{40,}`),
  secret('langsmith-key', 'lsv2_', `${wordStart}lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}`),

  // Code and packages
  secret('github-token', 'gh[pousr]_|github_pat_', '(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})'),
  secret('gitlab-token', 'gl(?:pat|dt|rt|ptt|oas|cbt|ft|soat)-', 'gl(?:pat|dt|rt|ptt|oas|cbt|ft|soat)-[A-Za-z0-9_.-]{20,}'),
  secret('npm-token', 'npm_', `${wordStart}npm_[A-Za-z0-9]{36}`),
  secret('pypi-token', 'pypi-AgE', 'pypi-AgE[A-Za-z0-9_-]{50,}'),
  secret('docker-token', 'dckr_pat_', 'dckr_pat_[A-Za-z0-9_-]{27,}'),
  secret('databricks-token', 'dapi[0-9a-f]', `${wordStart}dapi[0-9a-f]{32}(?![0-9a-f])`),
  secret('postman-key', 'PMAK-', 'PMAK-[0-9a-f]{24}-[0-9a-f]{34}'),
  secret('grafana-token', 'glsa_', 'glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}'),
  secret('supabase-token', 'sbp_', `${wordStart}sbp_[0-9a-f]{40}`),
  secret('age-key', 'AGE-SECRET-KEY-', 'AGE-SECRET-KEY-1[0-9A-Z]{50,}'),

  // Services
  secret('slack-token', 'xox[abeoprs]-|xapp-', '(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,}', { verify: isToken }),
  secret('slack-webhook', 'hooks\\.slack\\.com', String.raw`hooks\.slack\.com\\*\/services\\*\/([A-Za-z0-9_/\\]{20,})`, { group: 1 }),
  secret('stripe-key', '[sr]k_(?:live|test)_|whsec_', '(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9+/]{16,}'),
  secret('sendgrid-key', 'SG\\.', `${wordStart}SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}`),
  secret('twilio-key', 'SK[0-9a-f]{4}', `${wordStart}SK[0-9a-f]{32}(?![0-9a-f])`),
  secret('telegram-token', ':AA[A-Za-z0-9_-]', `${wordStart}[0-9]{8,10}:AA[A-Za-z0-9_-]{33}`),
  secret('mailgun-key', 'key-[0-9a-f]{4}', `${wordStart}key-[0-9a-f]{32}(?![0-9a-f])`),
  secret('shopify-token', 'shp(?:at|ca|pa|ss)_', 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}'),
  secret('notion-token', 'ntn_|secret_[A-Za-z0-9]{8}', `${wordStart}(?:ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43})`),
  secret('linear-key', 'lin_api_', 'lin_api_[A-Za-z0-9]{32,}'),
  secret('atlassian-token', 'ATATT3', 'ATATT3[A-Za-z0-9_=-]{50,}'),

  // Of any service
  secret('jwt', 'eyJ[A-Za-z0-9_-]{6}', String.raw`(?:(?<![A-Za-z0-9_-])|(?<=\\[nrtbf]))eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{6,}`),
  secret('bearer-token', '[Bb]earer |BEARER ', '(?:[Bb]earer|BEARER) {1,4}([A-Za-z0-9._~+/=-]{16,})', { group: 1, verify: isToken }),
  secret('basic-credentials', '[Bb]asic [A-Za-z0-9]', '[Bb]asic {1,4}([A-Za-z0-9+/]{8,}={0,2})', { group: 1, verify: isBasicCredential }),
  namedSecrets,
];
