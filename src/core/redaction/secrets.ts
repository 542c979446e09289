import { awsSecretKeys } from './awsSecretKeys.ts';
import type { Detector, Hint } from './detector.ts';
import { byPattern, wordStart } from './detector.ts';
import { commandLines } from './commandLines.ts';
import { connectionStrings } from './connectionStrings.ts';
import { markup } from './markup.ts';
import { namedSecrets } from './namedSecrets.ts';
import { privateKeys } from './privateKeys.ts';
import { spokenPasswords } from './spokenPasswords.ts';
import { urlCredentials } from './urlCredentials.ts';

const secret = (id: string, hint: Hint | readonly Hint[], source: string, options?: Parameters<typeof byPattern>[4]) => byPattern('secret', id, hint, source, options);

const under = (before: string, behind = ''): Hint => ({ sign: '_', before, behind });
const dash = (before: string, behind = ''): Hint => ({ sign: '-', before, behind });
const dot = (before: string): Hint => ({ sign: '.', before });
const word = (pattern: string): Hint => ({ pattern });

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

/** A Discord token begins with the account's number in base64. */
function isDiscordToken(matched: string): boolean {
  try {
    return /^[0-9]{17,20}$/.test(atob(matched.slice(0, matched.indexOf('.'))));
  } catch {
    return false;
  }
}

/** Key families of the large providers and clouds; specific ones first, because the first name for a place stands. */
export const secretDetectors: readonly Detector[] = [
  privateKeys,
  ...connectionStrings,

  // Clouds
  secret('aws-access-key', word('A[KS]IA[A-Z0-9]{4}'), `${wordStart}(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])`),
  secret('google-api-key', word('AIza'), 'AIza[0-9A-Za-z_-]{35}'),
  secret('google-oauth', [dot('ya29'), dash('GOCSPX')], '(?:ya29\\.|GOCSPX-)[0-9A-Za-z_-]{20,}'),
  secret('azure-key', word('JQQJ99'), '[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}'),
  secret('azure-client-secret', word('Q~'), '[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}'),
  secret('azure-sas', { sign: '=', before: '[?&]sig' }, '[?&]sig=([A-Za-z0-9%+/]{40,60}(?:%3D|=){0,2})', { group: 1 }),
  secret('digitalocean-token', under('do[opr]_v1'), 'do[opr]_v1_[0-9a-f]{64}'),
  secret('vault-token', dot('hv[sbr]'), `${wordStart}hv[sbr]\\.[A-Za-z0-9_-]{24,}`),

  secret('alibaba-access-key', word('LTAI[A-Za-z0-9]{4}'), `${wordStart}LTAI[A-Za-z0-9]{20,26}(?![A-Za-z0-9])`),
  secret('cloudflare-token', dash('v1[.]0', '[0-9a-f]{6}'), `${wordStart}v1\\.0-[0-9a-f]{24}-[0-9a-f]{146}`),
  secret('heroku-key', dash('HRKU', '[A-Za-z0-9]'), `${wordStart}HRKU-[A-Za-z0-9_-]{30,}`),
  secret('fly-token', under('fm[12]'), `${wordStart}fm[12]_[A-Za-z0-9+/=]{40,}`),
  secret('vercel-token', under('vercel_blob_rw|vc[pira]'), `${wordStart}(?:vercel_blob_rw_[A-Za-z0-9_]{20,}|vc[pira]_[A-Za-z0-9]{24,})`),
  secret('netlify-token', under('nfp'), `${wordStart}nfp_[A-Za-z0-9]{36,}`),
  secret('planetscale-token', under('pscale_(?:tkn|pw|oauth)'), 'pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,}'),
  secret('neon-key', under('napi'), `${wordStart}napi_[A-Za-z0-9]{40,}`),
  secret('terraform-token', dot('atlasv1'), `${wordStart}[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,}`),
  secret('pulumi-token', dash('pul', '[0-9a-f]{4}'), `${wordStart}pul-[0-9a-f]{40}(?![0-9a-f])`),
  secret('doppler-token', dot('dp'), `${wordStart}dp\\.(?:pt|st|ct|sa|scim|audit)\\.(?:[a-z0-9_-]{2,35}\\.)?[A-Za-z0-9]{40,44}`),
  secret('onepassword-token', under('ops', 'eyJ'), `${wordStart}ops_eyJ[A-Za-z0-9_-]{100,}`),

  // Models
  secret('anthropic-key', dash('sk-ant'), 'sk-ant-[A-Za-z0-9_-]{20,}'),
  secret('openai-key', dash('sk', '[A-Za-z0-9]'), `${wordStart}sk-[A-Za-z0-9_-]{20,}`, { verify: isRandom }),
  secret('huggingface-token', under('hf'), `${wordStart}hf_[A-Za-z0-9]{30,}`),
  secret('groq-key', under('gsk'), `${wordStart}gsk_[A-Za-z0-9]{40,}`),
  secret('xai-key', dash('xai'), `${wordStart}xai-[A-Za-z0-9]{40,}`),
  secret('perplexity-key', dash('pplx'), `${wordStart}pplx-[A-Za-z0-9]{40,}`),
  secret('replicate-token', under('r8'), `${wordStart}r8_[A-Za-z0-9]{36,}`),
  secret('nvidia-key', dash('nvapi'), `${wordStart}nvapi-[A-Za-z0-9_-]{40,}`),
  secret('tavily-key', dash('tvly'), `${wordStart}tvly-[A-Za-z0-9-]{20,}`, { verify: isRandom }),
  secret('pinecone-key', under('pcsk'), `${wordStart}pcsk_[A-Za-z0-9_]{40,}`),
  secret('langsmith-key', under('lsv2'), `${wordStart}lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}`),

  secret('cerebras-key', dash('csk', '[a-z0-9]{4}'), `${wordStart}csk-[a-z0-9]{40,}`),
  secret('fireworks-key', under('fw'), `${wordStart}fw_[A-Za-z0-9]{22,}`, { verify: isRandom }),
  secret('elevenlabs-key', under('sk', '[0-9a-f]{8}'), `${wordStart}sk_[0-9a-f]{48}(?![0-9a-f])`),
  secret('wandb-key', under('wandb_v1'), 'wandb_v1_[A-Za-z0-9_]{40,}'),

  // Code and packages
  secret('github-token', under('gh[pousr]|github_pat'), '(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})'),
  secret('gitlab-token', dash('gl(?:pat|dt|rt|ptt|oas|cbt|ft|soat)'), 'gl(?:pat|dt|rt|ptt|oas|cbt|ft|soat)-[A-Za-z0-9_.-]{20,}'),
  secret('npm-token', under('npm'), `${wordStart}npm_[A-Za-z0-9]{36}`),
  secret('pypi-token', dash('pypi', 'AgE'), 'pypi-AgE[A-Za-z0-9_-]{50,}'),
  secret('docker-token', under('dckr_pat'), 'dckr_pat_[A-Za-z0-9_-]{27,}'),
  secret('databricks-token', word('dapi[0-9a-f]'), `${wordStart}dapi[0-9a-f]{32}(?![0-9a-f])`),
  secret('postman-key', dash('PMAK'), 'PMAK-[0-9a-f]{24}-[0-9a-f]{34}'),
  secret('grafana-token', under('glsa'), 'glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}'),
  secret('supabase-token', under('sbp'), `${wordStart}sbp_[0-9a-f]{40}`),
  secret('age-key', dash('AGE-SECRET-KEY'), 'AGE-SECRET-KEY-1[0-9A-Z]{50,}'),

  secret('rubygems-key', under('rubygems'), 'rubygems_[0-9a-f]{48}'),
  secret('circleci-token', under('CCI(?:PAT|PRJ)'), 'CCI(?:PAT|PRJ)_[A-Za-z0-9]{10,}_[0-9a-f]{40}'),
  secret('buildkite-token', under('bk(?:ua|ct|rt)'), `${wordStart}bk(?:ua|ct|rt)_[0-9a-f]{40,}`),
  secret('sonar-token', under('sq[upa]', '[0-9a-f]{4}'), `${wordStart}sq[upa]_[0-9a-f]{40}`),
  secret('figma-token', under('fig[dour]'), `${wordStart}fig[dour]_[A-Za-z0-9_-]{36,}`),
  secret('sentry-token', under('sntry[su]'), 'sntry[su]_[A-Za-z0-9+/=_-]{40,}'),
  secret('newrelic-key', dash('NR(?:AK|JS|II)'), `${wordStart}NR(?:AK|JS|II)-[A-Za-z0-9]{19,32}`),
  secret('dynatrace-token', dot('dt0[a-z][0-9]{2}'), `${wordStart}dt0[a-z][0-9]{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}`),

  // Services
  secret('slack-token', dash('xox[abeoprs]|xapp'), '(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,}', { verify: isToken }),
  secret('slack-webhook', dot('hooks'), String.raw`hooks\.slack\.com\\*\/services\\*\/([A-Za-z0-9_/\\]{20,})`, { group: 1 }),
  secret('stripe-key', under('[sr]k_(?:live|test)|whsec'), '(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9+/]{16,}'),
  secret('sendgrid-key', dot('SG'), `${wordStart}SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}`),
  secret('twilio-key', word('SK[0-9a-f]{4}'), `${wordStart}SK[0-9a-f]{32}(?![0-9a-f])`),
  secret('telegram-token', { sign: ':', before: '[0-9]{8}', behind: 'AA' }, `${wordStart}[0-9]{8,10}:AA[A-Za-z0-9_-]{33}`),
  secret('discord-token', { sign: '.', before: '[A-Za-z0-9]{4}', behind: '[A-Za-z0-9_-]{6}[.]' }, `${wordStart}[MNO][A-Za-z0-9]{22,26}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,}`, { verify: isDiscordToken }),
  secret('mailgun-key', dash('key', '[0-9a-f]{4}'), `${wordStart}key-[0-9a-f]{32}(?![0-9a-f])`),
  secret('shopify-token', under('shp(?:at|ca|pa|ss)'), 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}'),
  secret('notion-token', under('ntn|secret'), `${wordStart}(?:ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43})`),
  secret('linear-key', under('lin_api'), 'lin_api_[A-Za-z0-9]{32,}'),
  secret('atlassian-token', word('ATATT3'), 'ATATT3[A-Za-z0-9_=-]{50,}'),

  secret('hubspot-token', dash('pat-(?:na|eu|ap)[0-9]'), `${wordStart}pat-(?:na|eu|ap)[0-9]-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`),
  secret('airtable-token', { sign: '.', before: 'pat[A-Za-z0-9]{14}', behind: '[0-9a-f]{8}' }, `${wordStart}pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}`),
  secret('mailchimp-key', dash('[0-9a-f]{32}', 'us[0-9]'), `${wordStart}[0-9a-f]{32}-us[0-9]{1,2}(?![A-Za-z0-9])`),
  secret('square-token', dash('sq0(?:atp|csp|idp)'), `${wordStart}sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{22,}`),
  secret('razorpay-key', under('rzp_(?:live|test)'), 'rzp_(?:live|test)_[A-Za-z0-9]{14,}'),
  secret('okta-token', word('SSWS [A-Za-z0-9]'), 'SSWS {1,4}([A-Za-z0-9_-]{30,})', { group: 1 }),
  secret('discord-webhook', dot('discord(?:app)?'), String.raw`discord(?:app)?\.com\\*\/api\\*\/webhooks\\*\/[0-9]{15,20}\\*\/([A-Za-z0-9_-]{40,})`, { group: 1 }),
  secret('teams-webhook', dot('webhook|office'), String.raw`webhook\.office\.com\\*\/webhookb2\\*\/([A-Za-z0-9@_/\\-]{60,})`, { group: 1 }),

  // Of any service
  secret('jwt', word('eyJ[A-Za-z0-9_-]{6}'), String.raw`(?:(?<![A-Za-z0-9_-])|(?<=\\[nrtbf]))eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{6,}`),
  secret('bearer-token', word('[Bb]earer [A-Za-z0-9]|BEARER '), '(?:[Bb]earer|BEARER) {1,4}([A-Za-z0-9._~+/=-]{16,})', { group: 1, verify: isToken }),
  secret('basic-credentials', word('asic [A-Za-z0-9+/]{8}'), '[Bb]asic {1,4}([A-Za-z0-9+/]{8,}={0,2})', { group: 1, verify: isBasicCredential }),
  urlCredentials,
  ...commandLines,
  markup,
  namedSecrets,
  ...spokenPasswords,
  awsSecretKeys,
];
